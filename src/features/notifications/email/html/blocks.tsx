import { Button } from '@react-email/button'
import { Heading } from '@react-email/heading'
import { Link } from '@react-email/link'
import { Section } from '@react-email/section'
import { Text } from '@react-email/text'
import { Fragment } from 'react'

import type { Block, Fact } from '../content/content.ts'
import type { Translate } from '../messages/translate.ts'
import { Isolated } from './Isolated.tsx'
import { style } from './style.ts'

type Of<K extends Block['kind']> = Extract<Block, { kind: K }>

const FactRow = ({
  fact: {
    label,
    lines: [value, ...more],
    code,
  },
}: {
  fact: Fact
}) => (
  <tr>
    <td className="line" style={style.fact}>
      <Text className="quiet" style={style.label}>
        {label}
      </Text>
      <Text className="ink" style={code ? style.code : style.value}>
        <Isolated>{value ?? ''}</Isolated>
      </Text>
      {more.map((line) => (
        <Text key={line} className="quiet" style={style.more}>
          <Isolated>{line}</Isolated>
        </Text>
      ))}
    </td>
  </tr>
)

const Facts = ({ facts }: Of<'facts'>) => (
  <table
    role="presentation"
    className="line"
    width="100%"
    cellPadding={0}
    cellSpacing={0}
    style={style.facts}
  >
    <tbody>
      {facts.map((fact) => (
        <FactRow key={fact.label} fact={fact} />
      ))}
    </tbody>
  </table>
)

const Changed = ({ label, before, now, translate }: Of<'change'> & { translate: Translate }) => (
  <div className="line" style={style.change}>
    <Text className="quiet" style={style.label}>
      {label}
    </Text>
    <Text className="ink" style={{ ...style.value, fontWeight: 600 }}>
      <Isolated>{translate('labelled', { label: translate('now'), value: now })}</Isolated>
    </Text>
    <Text className="quiet" style={style.more}>
      {translate('labelled', { label: translate('before'), value: '' })}
      <s>
        <Isolated>{before}</Isolated>
      </s>
    </Text>
  </div>
)

const Quote = ({ label, text }: Of<'quote'>) => (
  <div className="line" style={style.quote}>
    <Text className="quiet" style={style.label}>
      {label}
    </Text>
    <Text className="ink" style={style.value}>
      {text.split('\n').map((line, index) => (
        <Fragment key={index}>
          {index > 0 && <br />}
          <Isolated>{line}</Isolated>
        </Fragment>
      ))}
    </Text>
  </div>
)

const Links = ({ label, links, translate }: Of<'links'> & { translate: Translate }) => (
  <Text className="quiet" style={style.note}>
    {translate('labelled', { label, value: '' })}
    {links.map(({ href, text }, index) => (
      <Fragment key={text}>
        {index > 0 && ' · '}
        <Link className="ink" href={href} style={style.link}>
          {text}
        </Link>
      </Fragment>
    ))}
  </Text>
)

/** How full an event is: a bar, which is dark when no place is left, and the same in words. */
const Fill = ({ title, lines, share }: Of<'fill'>) => (
  <Section style={{ margin: '0 0 24px', tableLayout: 'fixed' }}>
    <Text className="ink" style={{ ...style.value, fontWeight: 600 }}>
      <Isolated>{title}</Isolated>
    </Text>
    <div className="track" style={style.track}>
      <div
        className={share < 1 ? 'level' : 'fill-ink'}
        style={{ ...(share < 1 ? style.level : style.full), width: `${Math.round(share * 100)}%` }}
      />
    </div>
    {lines.map((line) => (
      <Text key={line} className="ink" style={{ ...style.more, color: style.value.color }}>
        {line}
      </Text>
    ))}
  </Section>
)

/** One block of an email. */
export function BlockView({ block, translate }: { block: Block; translate: Translate }) {
  switch (block.kind) {
    case 'text':
      return (
        <Text className="ink" style={style.paragraph}>
          <Isolated>{block.text}</Isolated>
        </Text>
      )
    case 'note':
      return (
        <Text className="quiet" style={style.note}>
          <Isolated>{block.text}</Isolated>
        </Text>
      )
    case 'heading':
      return (
        <Heading as="h2" className="ink" style={style.heading}>
          {block.text}
        </Heading>
      )
    case 'quote':
      return <Quote {...block} />
    case 'facts':
      return <Facts {...block} />
    case 'change':
      return <Changed {...block} translate={translate} />
    case 'button':
      return (
        <Button className="button" href={block.href} style={style.button}>
          {block.label}
        </Button>
      )
    case 'links':
      return <Links {...block} translate={translate} />
    case 'fill':
      return <Fill {...block} />
  }
}
