import { messageStyle } from '../../http/pages/htmlPage.ts'
import type { Page } from '../../http/pages/page.ts'

/** What differs between the pages that links in emails open. The texts are HTML or JavaScript as they stand. */
interface LinkPage {
  /** The path of the page. */
  path: `/${string}`
  /** The name of its script, below that path. */
  script: string
  /** The route that takes the token of the link. */
  route: string
  title: string
  question: string
  button: string
  /** What the page says when the route has done its work, and when the link is not valid. */
  done: string
  invalid: string
}

const scriptOf = ({
  route,
  done,
  invalid,
}: LinkPage) => `const status = document.querySelector('[role=status]')
const button = document.querySelector('button')
button.onclick = async () => {
  button.disabled = true
  const answer = await fetch('${route}', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token: decodeURIComponent(location.hash.slice(1)) }),
  }).catch(() => undefined)
  button.hidden = answer?.ok === true
  button.disabled = false
  if (answer?.ok) status.textContent = '${done}'
  else if (answer && answer.status < 500)
    status.textContent = '${invalid}'
  else status.textContent = 'That did not work. Try again in a moment.'
}
`

/**
 * A page that a link in an email opens. It waits for a click, because mail servers follow links to look
 * for viruses: following the link must change nothing.
 */
export function linkPage(texts: LinkPage): Page {
  const { path, script, title, question, button } = texts
  const source = `${path}/${script}` as const
  const body = `<main>
      <h1>${title}</h1>
      <p role="status">${question}</p>
      <button type="button">${button}</button>
    </main>
    <script src="${source}"></script>`
  return {
    path,
    surface: 'confirmation',
    script: { path: source, source: scriptOf(texts) },
    show: () => ({ page: { title, head: messageStyle, body } }),
  }
}
