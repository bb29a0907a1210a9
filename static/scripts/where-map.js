// The map by the keyboard, and the phone's own position for who asks for it.
import { send } from './report-journey.js'

const MOVES = { ArrowUp: 'n', ArrowDown: 's', ArrowLeft: 'w', ArrowRight: 'e', '+': 'in', '=': 'in', '-': 'out' }

document.addEventListener('keydown', (event) => {
  const move = event.target.matches?.('.app-place__map') && !event.ctrlKey && !event.altKey && MOVES[event.key]
  if (!move) return
  event.preventDefault() // the page must not scroll while the map moves
  send(event.target.form, { b: move })
})

const PATIENCE = { timeout: 15_000, maximumAge: 60_000, enableHighAccuracy: true }

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-use-location]')
  if (!button) return
  const fail = () => {
    const words = document.querySelector('[data-no-location]')
    if (words) words.hidden = false
  }
  if (!navigator.geolocation) return fail()
  // Sent once, no finer than about ten metres; the answer knows the middle of its patch and nothing else.
  const found = ({ coords }) => send(button.form, { g: `${coords.longitude.toFixed(4)},${coords.latitude.toFixed(4)}` })
  navigator.geolocation.getCurrentPosition(found, fail, PATIENCE)
})
