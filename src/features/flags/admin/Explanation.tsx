import type { Flag } from '../../../payload-types.ts'
import type { RuleStep } from '../explainFlag.ts'
import { audienceText, failureWords, shownValue, valueText } from '../ruleWords.ts'
import type { TriedFlag } from '../tryFlag.ts'
import './flags.css'

function reasonText({ isScheduled, isSplit, reason, rule }: TriedFlag): string {
  switch (reason) {
    case 'killed':
      return 'The kill switch is on.'
    case 'prerequisite':
      return 'A prerequisite is not met.'
    case 'rule':
      return `Rule ${(rule ?? 0) + 1} applies${isSplit ? ', and they are in its share' : ''}.`
    case 'default':
      return isScheduled
        ? 'No rule applies, so it is the default.'
        : 'The rules do not apply at this time.'
  }
}

function stepText({ decides, failed, rule }: RuleStep, { reason, rule: deciding }: TriedFlag) {
  if (decides) return 'Applies.'
  if (failed.length > 0) {
    return `Does not apply: this person ${failed.map((name) => failureWords[name] ?? name).join(' and ')}.`
  }
  const isLater = reason === 'rule' && deciding !== undefined && rule > deciding
  return isLater
    ? 'Would apply, but an earlier rule decides.'
    : 'Would apply, but rules do not count now.'
}

interface Props {
  result: TriedFlag
  flag: Flag
}

/** The value that somebody gets, and every step of the way to it. */
export const Explanation = ({ flag, result }: Props) => {
  const { person, prerequisites, rules, value } = result
  return (
    <section className="flag-result" aria-label="Result">
      <p className="flag-result__value">
        {person ? `${person.username} (${person.role})` : 'They'} would get{' '}
        <strong>{shownValue(value)}</strong>
      </p>
      <p>{reasonText(result)}</p>
      {prerequisites.length > 0 && (
        <ul className="flag-result__steps">
          {prerequisites.map(({ isMet, key, value: found, wanted }) => (
            <li key={key} className={isMet ? 'flag-result__step--met' : ''}>
              <code>{key}</code> must be {shownValue(wanted)} and is {shownValue(found)}.
            </li>
          ))}
        </ul>
      )}
      {rules.length > 0 && (
        <ol className="flag-result__steps">
          {rules.map((step) => {
            const rule = flag.rules?.[step.rule] ?? {}
            return (
              <li key={step.rule} className={step.decides ? 'flag-result__step--decides' : ''}>
                <span>
                  {audienceText(rule)} → {valueText(flag.type, rule.value)}
                </span>
                <span className="flag-result__why">{stepText(step, result)}</span>
                {step.isServerOnly && flag.forApps && (
                  <span className="flag-result__why">
                    GrowthBook’s clients do not have this rule: it names people. OFREP evaluates it.
                  </span>
                )}
              </li>
            )
          })}
        </ol>
      )}
    </section>
  )
}
