import { boundedLine } from '../../../shared/boundedText.ts'
import { brand } from '../../../shared/brand.ts'
import type { EventProps } from './eventProps.ts'
import { jsonForScript, structuredData } from './structuredData.ts'

interface HeadProps extends EventProps {
  /** The addresses of the page and of its picture for other sites. */
  url: string
  image: string
}

const locales = { en: 'en_GB', de: 'de_DE', es: 'es_ES', zh: 'zh_CN' }

/** What other sites (Open Graph) and search engines (schema.org) learn about the event. */
export const EventHead = ({ event, image, now, site, url }: HeadProps) => {
  const { origin, translate } = site
  const data = structuredData(event, { image, now, origin, url })
  return (
    <>
      <meta property="og:type" content="website" />
      <meta property="og:site_name" content={brand} />
      <meta property="og:locale" content={locales[site.language]} />
      <meta property="og:title" content={event.title} />
      <meta property="og:description" content={boundedLine(event.description, 200)} />
      <meta property="og:url" content={url} />
      <meta property="og:image" content={image} />
      <meta property="og:image:type" content="image/png" />
      <meta property="og:image:width" content="1200" />
      <meta property="og:image:height" content="630" />
      <meta property="og:image:alt" content={translate('event.imageAlt', { title: event.title })} />
      <meta name="twitter:card" content="summary_large_image" />
      <script
        type="application/ld+json"
        dangerouslySetInnerHTML={{ __html: jsonForScript(data) }}
      />
    </>
  )
}
