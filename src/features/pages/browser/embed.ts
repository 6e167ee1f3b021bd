/**
 * The script of other sites: it shows events in a frame where the page has `<div data-robo-events></div>`. The
 * attributes are the filters of the list, such as `data-country="DE"` (docs/pages.md).
 */
function showEvents(script: HTMLScriptElement) {
  const { origin } = new URL(script.src)
  const names = ['q', 'country', 'program', 'tag', 'series', 'near', 'within', 'limit', 'lang']

  function frameFor(place: HTMLElement) {
    const url = new URL('/embed/events', origin)
    for (const name of names) {
      const value = place.getAttribute(`data-${name}`)
      if (value) url.searchParams.set(name, value)
    }
    const frame = document.createElement('iframe')
    frame.src = url.href
    frame.title = place.getAttribute('data-title') ?? 'Events'
    frame.loading = 'lazy'
    frame.style.cssText = 'width:100%;height:400px;border:0;display:block;color-scheme:auto'
    return frame
  }

  const frames: HTMLIFrameElement[] = []
  for (const place of document.querySelectorAll<HTMLElement>('[data-robo-events]')) {
    if (place.querySelector('iframe')) continue
    const frame = frameFor(place)
    frames.push(frame)
    place.replaceChildren(frame)
  }

  window.addEventListener('message', ({ data, origin: from, source }: MessageEvent<unknown>) => {
    if (from !== origin) return
    const frame = frames.find(({ contentWindow }) => contentWindow === source)
    const height = (data as { roboEventsHeight?: unknown } | null)?.roboEventsHeight
    if (frame && typeof height === 'number') frame.style.height = `${Math.min(height, 20_000)}px`
  })
}

{
  const script = document.currentScript as HTMLScriptElement
  const show = () => showEvents(script)
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', show)
  else show()
}
