import { Body } from '@react-email/body'
import { Container } from '@react-email/container'
import { Head } from '@react-email/head'
import { Heading } from '@react-email/heading'
import { Html } from '@react-email/html'
import { Link } from '@react-email/link'
import { Preview } from '@react-email/preview'
import { render } from '@react-email/render'
import { Text } from '@react-email/text'

import type { Language } from '../../../../shared/languages.ts'
import { brand } from '../../../../shared/brand.ts'
import type { Content } from '../content/content.ts'
import type { Translate } from '../messages/translate.ts'
import { BlockView } from './blocks.tsx'
import { Isolated } from './Isolated.tsx'
import { Logo } from './Logo.tsx'
import { pill, sheet, style } from './style.ts'

interface PageProps {
  content: Content
  language: Language
  translate: Translate
}

const Top = () => (
  <Head>
    <meta name="viewport" content="width=device-width" />
    <meta name="color-scheme" content="light dark" />
    <meta name="supported-color-schemes" content="light dark" />
    <meta name="format-detection" content="telephone=no,date=no,address=no,email=no" />
    <style>{sheet}</style>
  </Head>
)

const Brand = () => (
  <table role="presentation" cellPadding={0} cellSpacing={0} style={{ margin: '0 4px' }}>
    <tbody>
      <tr>
        <td style={{ paddingRight: 10, verticalAlign: 'top' }}>
          <Logo />
        </td>
        <td>
          <Text className="ink" style={style.brand}>
            {brand}
          </Text>
        </td>
      </tr>
    </tbody>
  </table>
)

const Card = ({
  content: { status, title, greeting, blocks },
  translate,
}: Omit<PageProps, 'language'>) => (
  <table
    role="presentation"
    className="card"
    width="100%"
    cellPadding={0}
    cellSpacing={0}
    style={style.card}
  >
    <tbody>
      <tr>
        <td style={style.cardInside}>
          {status && (
            <span className={status.tone} style={pill(status.tone)}>
              {status.text}
            </span>
          )}
          <Heading className="ink" style={style.title}>
            <Isolated>{title}</Isolated>
          </Heading>
          <Text className="ink" style={style.paragraph}>
            <Isolated>{greeting}</Isolated>
          </Text>
          {blocks.map((block, index) => (
            <BlockView key={index} block={block} translate={translate} />
          ))}
        </td>
      </tr>
    </tbody>
  </table>
)

const Page = ({ content, language, translate }: PageProps) => (
  <Html lang={language}>
    <Top />
    <Body className="page" style={style.page}>
      <Preview>{content.preview}</Preview>
      <Container style={style.container}>
        <Brand />
        <Card content={content} translate={translate} />
        <Text className="quiet" style={style.footer}>
          {content.footer}
          {content.unsubscribe && (
            <>
              <br />
              <Link className="quiet" href={content.unsubscribe.href} style={style.footerLink}>
                {content.unsubscribe.label}
              </Link>
            </>
          )}
        </Text>
      </Container>
    </Body>
  </Html>
)

/** The email as an HTML document. */
export const renderHtml = async (
  content: Content,
  language: Language,
  translate: Translate,
): Promise<string> => render(<Page content={content} language={language} translate={translate} />)
