/** The script within the frame: it tells the page around it how high its content is. */
{
  const report = () => {
    const roboEventsHeight = document.documentElement.offsetHeight
    // The height is no secret, and any site may show the frame.
    window.parent.postMessage({ roboEventsHeight }, '*')
  }
  new ResizeObserver(report).observe(document.documentElement)
}
