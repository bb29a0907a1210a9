// Leaves the site at once; leaves nothing of it on the screen, in the app switcher, or one press of Back away.
const SHIFT_PAUSE = 2000 // milliseconds between presses that still count as one intention

const control = document.querySelector('[data-quick-exit]')
const home = document.querySelector('.app-header__name')?.getAttribute('href') ?? '/'

const wipe = () => document.body.replaceChildren()

const leave = () => {
  // Covered first: what follows may wait for a network that is not there.
  document.documentElement.classList.add('app-is-leaving')
  wipe()
  document.title = ''
  const { quickExit, leave: address } = control.dataset
  // Has the browser forget this site; the page does not wait for the answer.
  if (!navigator.sendBeacon?.(address)) fetch(address, { method: 'POST', keepalive: true }).catch(() => {})
  // Replaces this page in the Back list instead of adding to it.
  location.replace(quickExit)
}

const OPEN_LIST = CSS.supports('selector(:open)') ? ', select:open' : ''
const OWNERS = 'dialog[open], [role="dialog"]:not([hidden]), [aria-modal="true"]:not([hidden])'

// Escape closes an open dialog or list first; a person closing one has not asked to leave.
const isOwned = (event) =>
  event.defaultPrevented ||
  event.isComposing ||
  document.querySelector(OWNERS) !== null ||
  event.target.closest?.(`[aria-expanded="true"]${OPEN_LIST}`) != null

let shifts = 0
let lastShift = -Infinity

const onKey = (event) => {
  if (event.key === 'Escape' && !isOwned(event)) leave()
  if (event.key !== 'Shift') {
    shifts = 0 // a capital letter is not a third of a wish to leave
  } else if (!event.repeat) {
    shifts = event.timeStamp - lastShift < SHIFT_PAUSE ? shifts + 1 : 1
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
  // The picture of this page in a phone's list of open apps is blank.
  document.addEventListener('visibilitychange', () => {
    document.documentElement.classList.toggle('app-is-hidden', document.hidden)
  })
  // `no-store` alone does not keep a page, with what was typed, out of the Back and Forward cache.
  addEventListener('pagehide', wipe)
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.replace(home)
  })
}
