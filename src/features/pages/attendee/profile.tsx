import type { PageResponse } from '../../../http/pages/page.ts'
import type { User } from '../../../payload-types.ts'
import type { Language } from '../../../shared/languages.ts'
import { changeOwnProfile, ProfileSchema, readOwnAccount } from '../../accounts/public.ts'
import { mailTopics } from '../../notifications/public.ts'
import type { PersonContext } from './context.ts'
import { Check, LanguageChoice, ZoneChoice } from './forms/Choice.tsx'
import { emptyForm, Field } from './forms/Field.tsx'
import { parseForm, type Rejected, rejected, valuesOf } from './forms/readForm.ts'
import { returnPath } from './returnPath.ts'
import { Settings } from './view/Settings.tsx'
import { goTo, renderPage } from './view/renderPage.tsx'

const names = ['display_name', 'language', 'timezone']
const fields = { displayName: 'display_name' }

const next = ({ request }: PersonContext) => returnPath(request.query('next'))

/** UTC stands for a user who has chosen no zone. */
const zoneOf = ({ timezone }: User) => (timezone === 'UTC' ? '' : timezone)

const Topics = ({ context: { request, text }, account, failed }: FormProps) => (
  <fieldset>
    <legend>{text('profile.emails')}</legend>
    {mailTopics.map((topic) => (
      <Check
        key={topic}
        name={topic}
        label={text(`profile.mail.${topic}`)}
        isChecked={failed ? request.field(topic) !== '' : account.mail?.[topic] !== false}
      />
    ))}
  </fieldset>
)

interface FormProps {
  context: PersonContext
  account: User
  failed: Rejected | undefined
}

const ProfileForm = ({ context, account, failed }: FormProps) => {
  const { site, text } = context
  const form = failed?.form ?? emptyForm
  const action = site.link('/my/profile', { next: next(context) })
  return (
    <form className="form card" method="post" action={action}>
      <h2>{text('profile.about')}</h2>
      <Field
        name="display_name"
        label={text('signUp.name')}
        hint={text('signUp.nameHint')}
        autoComplete="name"
        maxLength={200}
        value={account.displayName ?? ''}
        form={form}
      />
      <LanguageChoice form={form} text={text} value={account.language ?? site.language} />
      <ZoneChoice form={form} text={text} value={zoneOf(account)} />
      <Topics context={context} account={account} failed={failed} />
      <p className="actions">
        <button>{text('form.save')}</button>
      </p>
    </form>
  )
}

function doneText({ request, text }: PersonContext): string | undefined {
  switch (request.query('done')) {
    case 'saved':
      return text('profile.saved')
    case 'password':
      return text('profile.passwordDone')
    case 'email':
      return text('profile.emailDone')
    case 'confirmation':
      return text('confirm.sent')
    case 'calendar-ended':
      return text('profile.calendarEnded')
    default:
      return undefined
  }
}

async function page(context: PersonContext, failed?: Rejected): Promise<PageResponse> {
  const { req, text, user } = context
  const account = await readOwnAccount(req, user.id)
  return renderPage(context, {
    title: text('profile.title'),
    done: failed ? undefined : doneText(context),
    rejected: failed,
    children: (
      <>
        <ProfileForm context={context} account={account} failed={failed} />
        <Settings context={context} account={account} />
      </>
    ),
  })
}

export const show = (context: PersonContext): Promise<PageResponse> => page(context)

/** Changes the profile. A new language is that of the next page. */
export async function submit(context: PersonContext): Promise<PageResponse> {
  const { req, request, text, user } = context
  const values = valuesOf(request, names)
  try {
    const profile = parseForm(ProfileSchema, values)
    const wanted = (topic: string) => request.field(topic) !== ''
    await changeOwnProfile(req, user.id, {
      displayName: profile.display_name,
      language: profile.language,
      timezone: profile.timezone ?? 'UTC',
      mail: {
        changes: wanted('changes'),
        reminders: wanted('reminders'),
        digest: wanted('digest'),
      },
    })
    const back = next(context)
    return back ? { status: 303, location: back } : savedIn(context, profile.language)
  } catch (error) {
    return page(context, rejected(error, { values, text, fields }))
  }
}

/** A language in the URL would hide the one that was just chosen. */
const savedIn = (context: PersonContext, language: Language): PageResponse =>
  context.site.isLanguageChosen
    ? { status: 303, location: `/my/profile?done=saved&lang=${language}` }
    : goTo(context, '/my/profile', { done: 'saved' })
