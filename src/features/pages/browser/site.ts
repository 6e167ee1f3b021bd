/**
 * The script of the public pages. Every page is complete without it. It has no imports: it is sent as one file.
 */

/** Fills the field for a time zone with that of the computer, if it is empty. */
function fillZone() {
  const field = document.querySelector<HTMLInputElement>('input[data-fill="timezone"]')
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  if (field?.value === '' && zone !== 'UTC') field.value = zone
}

/** Shows the minutes and seconds until held places are given to others, and the next step when they are. */
function countDown() {
  const timer = document.querySelector<HTMLElement>('[data-expires]')
  if (!timer) return
  // The clock of the computer may be wrong: only how long it runs is used.
  const end = performance.now() + Number(timer.dataset.expires)
  const show = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000))
    const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`
    timer.textContent = timer.dataset.text!.replace('{time}', time)
    if (left === 0) location.reload()
    else setTimeout(show, 1000)
  }
  show()
}

/** Shows the button that prints the page. */
function offerPrinting() {
  const button = document.querySelector<HTMLButtonElement>('button[data-print]')
  if (!button) return
  button.hidden = false
  button.addEventListener('click', () => window.print())
}

fillZone()
countDown()
offerPrinting()

export {}
