/**
 * The script of the public pages. Every page is complete without it. It has no imports: it is sent as one file.
 */

const { lang: language } = document.documentElement
const locale = language === 'en' ? 'en-GB' : language

const span: Intl.DateTimeFormatOptions = {
  weekday: 'short',
  day: 'numeric',
  month: 'long',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
}

/** Shows the time of the visitor below the times of the venue, where the two differ. */
function showOwnTimes(root: ParentNode) {
  const texts = root.querySelectorAll<HTMLElement>('[data-own-time]')
  for (const element of texts) {
    const time = element.parentElement!.querySelector('time')!
    const { zone, until } = time.dataset
    const [from, to] = [new Date(time.dateTime), new Date(until!)]
    const inZone = (timeZone?: string) =>
      new Intl.DateTimeFormat('en', { ...span, timeZoneName: undefined, timeZone }).format(from)
    try {
      if (inZone() === inZone(zone)) continue
    } catch {
      // A browser that does not know the zone shows the time of the visitor.
    }
    const text = new Intl.DateTimeFormat(locale, span).formatRange(from, to)
    element.textContent = `${element.dataset.ownTime}: ${text}`
    element.hidden = false
  }
}

/** Milliseconds between two looks at changed places, so that a rush of registrations is one request. */
const pauseMs = { shortest: 700, longest: 3000 }

/** Replaces parts of the page by what the server shows now. */
async function refresh(...ids: string[]) {
  const response = await fetch(location.href, { cache: 'no-cache' })
  if (!response.ok) return
  const shown = new DOMParser().parseFromString(await response.text(), 'text/html')
  for (const id of ids) {
    const part = shown.getElementById(id)
    if (part) document.getElementById(id)?.replaceWith(part)
  }
}

interface Seats {
  seats_left: number
  waitlist_count: number
}

/** Keeps the places of the event as they are now. */
function watchPlaces() {
  const event = document.getElementById('places')?.dataset.event
  if (!event) return
  let timer: number | undefined
  const source = new EventSource(`/api/v1/events/${event}/live/`)
  source.addEventListener('seats', ({ data }: MessageEvent<string>) => {
    const { seats_left: left, waitlist_count: waiting } = JSON.parse(data) as Seats
    const shown = document.getElementById('places')?.dataset
    if (!shown || (shown.left === String(left) && shown.waiting === String(waiting))) return
    timer ??= window.setTimeout(
      () => {
        timer = undefined
        void refresh('places', 'register').catch(() => undefined)
      },
      pauseMs.shortest + Math.random() * (pauseMs.longest - pauseMs.shortest),
    )
  })
}

/** Shows the button that shares the page, or copies its address. */
function offerSharing() {
  const button = document.querySelector<HTMLButtonElement>('[data-share]')
  // A page that was opened without encryption has neither.
  const { clipboard, share } = navigator as Partial<Navigator>
  if (!button || !(share ?? clipboard)) return
  button.hidden = false
  button.addEventListener('click', () => {
    const url = button.dataset.share!
    if (share) void share.call(navigator, { title: document.title, url }).catch(() => undefined)
    else
      void clipboard?.writeText(url).then(() => {
        button.textContent = button.dataset.copied!
      })
  })
}

/** Fills in the place of the visitor, when the visitor asks for that. */
function offerOwnPlace() {
  const button = document.querySelector<HTMLButtonElement>('[data-here]')
  const near = document.querySelector<HTMLInputElement>('#near')
  if (!button || !near || !('geolocation' in navigator) || !window.isSecureContext) return
  button.hidden = false
  button.addEventListener('click', () => {
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      // To a kilometre: the address of the page holds it.
      near.value = `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`
      near.form?.requestSubmit()
    })
  })
}

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

showOwnTimes(document)
watchPlaces()
offerSharing()
offerOwnPlace()
fillZone()
countDown()
offerPrinting()
