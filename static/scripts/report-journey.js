// The report's forms are sent without leaving the page: the whole journey is one entry in the Back list.
import { proofOf } from './report-proof.js'
import { showPage } from './report-page.js'
import { hurry, sendUntilAnswered } from './report-sending.js'

// A browser keeps what is typed for a restored tab, and may post a form again for Back: neither is given the chance.
document.documentElement.classList.add('app-has-script')

let sending = null // { key, control }: the form on its way

const sayNotSent = () => {
  const words = document.querySelector('[data-not-sent]')
  if (words) words.hidden = false
}

// Sends the form's fields with some more. The same again, a double tap, is the same sending; another ends it.
export const send = async (form, more) => {
  const body = new URLSearchParams(new FormData(form))
  for (const [name, value] of Object.entries(more)) body.set(name, value)
  const key = body.toString()
  if (sending?.key === key) return hurry()
  if (body.get('b') === 'send') body.set('p', proofOf())
  sending?.control.abort()
  const mine = (sending = { key, control: new AbortController() })
  const page = await sendUntilAnswered(form.action, body, { signal: mine.control.signal, onWaiting: sayNotSent })
  if (sending !== mine) return
  sending = null
  if (page) showPage(page)
}

// Where a picture was pressed, in its own pixels; the keyboard presses no point.
const SIDE = 320
const pressed = { x: 0, y: 0 }
document.addEventListener('click', (event) => {
  const { target } = event
  if (target.type !== 'image') return
  const isPoint = event.detail > 0 || event.clientX > 0
  const scale = SIDE / target.clientWidth
  const within = (number) => Math.min(Math.max(Math.round(number * scale), 1), SIDE)
  pressed.x = isPoint ? within(event.offsetX) : 0
  pressed.y = isPoint ? within(event.offsetY) : 0
})

const fieldsOf = (button) => {
  if (!button?.name) return {}
  if (button.type !== 'image') return { [button.name]: button.value }
  return { [`${button.name}.x`]: pressed.x, [`${button.name}.y`]: pressed.y }
}

document.addEventListener('submit', (event) => {
  const form = event.target
  if (!form.elements.namedItem('s')) return // not one of the report's
  event.preventDefault()
  send(form, fieldsOf(event.submitter))
})

addEventListener('pagehide', () => sending?.control.abort())
