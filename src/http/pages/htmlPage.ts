/** A page of the server's own: the panel's pages come from Next. */
export interface HtmlPage {
  /** As in `<html lang>`; English without one. */
  language?: string
  title: string
  /** Whether the page follows a browser that is set to dark colours. */
  followsColorScheme?: boolean
  /** The lines of HTML after the title, such as styles. */
  head: string
  /** The lines of HTML within the body. */
  body: string
}

/** The style of a page with one question or one message. */
export const messageStyle = `<style>
      body { font: 1rem/1.5 system-ui, sans-serif; margin: 15vh auto; max-width: 28rem; padding: 0 1rem; }
      button { font: inherit; padding: 0.5rem 1rem; }
    </style>`

const colorScheme = `
    <meta name="color-scheme" content="light dark" />`

/** The page as a document. Texts have to be HTML already: nothing is escaped here. */
export const renderPage = ({
  language = 'en',
  title,
  followsColorScheme = false,
  head,
  body,
}: HtmlPage): string => `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />${followsColorScheme ? colorScheme : ''}
    <title>${title} · Robo Events</title>
    ${head}
  </head>
  <body>
    ${body}
  </body>
</html>
`
