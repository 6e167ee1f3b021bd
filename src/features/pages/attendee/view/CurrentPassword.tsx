import type { FormState } from '../forms/Field.tsx'
import { Field } from '../forms/Field.tsx'
import type { Translate } from '../messages/translate.ts'

/** The field for the password of the person who is signed in: a device may have been left open. */
export const CurrentPassword = ({ form, text }: { form: FormState; text: Translate }) => (
  <Field
    name="current_password"
    label={text('profile.currentPassword')}
    type="password"
    autoComplete="current-password"
    form={form}
  />
)
