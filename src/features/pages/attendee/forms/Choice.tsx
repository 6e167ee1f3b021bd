import { languageName } from '../../../../shared/languageName.ts'
import { type Language, languages } from '../../../../shared/languages.ts'
import type { Translate } from '../messages/translate.ts'
import { describedBy, Field, type FormState, Labelled } from './Field.tsx'

interface ChoiceProps {
  form: FormState
  text: Translate
}

/** The choice of a language, each in its own. */
export const LanguageChoice = ({ form, text, value }: ChoiceProps & { value: Language }) => {
  const props = { name: 'language', label: text('signUp.language'), form }
  return (
    <Labelled {...props}>
      <select
        {...describedBy(props)}
        defaultValue={form.values.language ?? value}
        autoComplete="language"
      >
        {languages.map((language) => (
          <option key={language} value={language} lang={language}>
            {languageName(language)}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

const zones = 'zones'

/** The choice of a time zone: typed, with the names that this runtime knows. Empty stands for none. */
export const ZoneChoice = ({
  form,
  text,
  value,
  isFilledByScript,
}: ChoiceProps & { value?: string; isFilledByScript?: boolean }) => (
  <>
    <Field
      name="timezone"
      label={text('signUp.timezone')}
      hint={text('signUp.timezoneHint')}
      autoComplete="off"
      isOptional
      maxLength={64}
      list={zones}
      {...{ form, isFilledByScript, value }}
    />
    <datalist id={zones}>
      {Intl.supportedValuesOf('timeZone').map((zone) => (
        <option key={zone} value={zone} />
      ))}
    </datalist>
  </>
)

/** A box to tick. */
export const Check = ({
  name,
  label,
  isChecked,
}: {
  name: string
  label: string
  isChecked: boolean
}) => (
  <label className="check">
    <input type="checkbox" name={name} value="yes" defaultChecked={isChecked} />
    {label}
  </label>
)

/** The choice of a number of places. A long list is a field for a number. */
export const SeatsChoice = ({
  form,
  text,
  value,
  max,
}: ChoiceProps & { value: number; max: number }) => {
  const props = {
    name: 'seats',
    label: text('register.seats'),
    hint: text('register.seatsHint', { max }),
    form,
  }
  if (max > 20) {
    return (
      <Field {...props} type="number" autoComplete="off" value={String(value)} min={1} max={max} />
    )
  }
  return (
    <Labelled {...props}>
      <select {...describedBy(props)} defaultValue={form.values.seats ?? String(value)}>
        {Array.from({ length: max }, (_, index) => (
          <option key={index + 1} value={index + 1}>
            {index + 1}
          </option>
        ))}
      </select>
    </Labelled>
  )
}
