// Leaves the site at once, and leaves nothing of it on the screen or one press of Back away.
const control = document.querySelector('[data-quick-exit]')

const cover = () => {
  document.documentElement.classList.add('app-is-leaving')
  document.title = ''
}

const leave = () => {
  cover()
  const { quickExit, leave: address } = control.dataset
  // Tells the server to have the browser forget this site; the page does not wait for it.
  if (address && !navigator.sendBeacon?.(address)) {
    fetch(address, { method: 'POST', keepalive: true }).catch(() => {})
  }
  location.replace(quickExit)
}

// Escape belongs to an open dialog or list first: closing it must not leave the site.
const keyIsOwned = (event) =>
  event.defaultPrevented ||
  document.querySelector('dialog[open], [role="dialog"]:not([hidden])') !== null ||
  event.target.closest?.('[aria-expanded="true"]') != null

let shifts = 0
let lastShift = 0

const onKey = (event) => {
  if (event.key === 'Escape' && !keyIsOwned(event)) leave()
  if (event.key !== 'Shift') shifts = 0
  else if (!event.repeat) {
    shifts = event.timeStamp - lastShift < 2000 ? shifts + 1 : 1
    lastShift = event.timeStamp
    if (shifts === 3) leave()
  }
}

if (control) {
  control.addEventListener('click', (event) => {
    event.preventDefault()
    leave()
  })
  document.addEventListener('keydown', onKey)
  // A page kept for Back and Forward would come back with what was typed.
  addEventListener('pagehide', () => document.body.replaceChildren())
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.replace('/')
  })
}
