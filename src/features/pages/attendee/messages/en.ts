/** The texts of the pages of a person, in English. The other languages have the same keys and arguments. */
export const en = {
  'refusal.too_busy':
    'Very many people are here at this moment. Please try again in a few seconds.',
  'refusal.busy': 'Very many people are here at this moment. Please try again in a few seconds.',
  'nav.yours': 'Your pages',
  'nav.profile': 'Profile',
  'nav.signUp': 'Create an account',
  'nav.signOut': 'Sign out',

  'form.errorTitle': 'Error: {title}',
  'form.errors':
    '{count, plural, one {One entry is not right. It is marked below.} other {# entries are not right. They are marked below.}}',
  'form.save': 'Save',
  'form.back': 'Back',

  'signIn.title': 'Sign in',
  'signIn.first': 'Please sign in first. Then you come back to where you were.',
  'signIn.identifier': 'Email address or username',
  'signIn.password': 'Password',
  'signIn.stay': 'Stay signed in on this device for 30 days',
  'signIn.button': 'Sign in',
  'signIn.wrong': 'The name or the password is wrong. Check both, or set a new password.',
  'signIn.forgot': 'Forgot your password?',
  'signIn.noAccount': 'No account yet?',

  'signUp.title': 'Create an account',
  'signUp.name': 'Your name',
  'signUp.nameHint': 'It is on your tickets, and organisers see it.',
  'signUp.email': 'Email address',
  'signUp.emailHint': 'You sign in with it, and get your tickets there.',
  'signUp.password': 'Password',
  'signUp.passwordHint': 'At least 8 characters, not only digits.',
  'signUp.passwordConfirm': 'Password again',
  'signUp.language': 'Language',
  'signUp.timezone': 'Time zone',
  'signUp.timezoneHint':
    'Times are shown in it, such as Europe/Berlin. Leave it empty to see the times of the venue.',
  'signUp.button': 'Create account',
  'signUp.haveAccount': 'Do you have an account already?',
  'signUp.done': 'Welcome! Your account is ready.',

  'confirm.needed':
    'Please confirm your email address: open the link that we have sent to {email}.',
  'confirm.resend': 'Send the link again',
  'confirm.sent': 'The email with the link is on its way.',

  'forgot.title': 'Set a new password',
  'forgot.text':
    'Enter the email address of your account. You get an email with a link for a new password.',
  'forgot.button': 'Send the link',
  'forgot.done':
    'If there is an account with this address, an email is on its way. The link in it works for an hour.',
  'reset.title': 'Choose a new password',
  'reset.button': 'Set the password',
  'reset.done': 'Your new password is set. Please sign in with it.',
  'reset.invalid': 'This link is not valid any more. Ask for a new one.',

  'register.title': 'Register: {title}',
  'register.when': 'When',
  'register.where': 'Where',
  'register.free':
    '{count, plural, =0 {No place is free.} one {One place is free.} other {# places are free.}}',
  'register.seats': 'Number of places',
  'register.seatsHint': 'You can take up to {max} places.',
  'register.next': 'Continue',
  'register.nextHint': 'The places are held for you for ten minutes while you check your details.',
  'register.check': 'Check and confirm',
  'register.held':
    '{seats, plural, one {One place is held for you} other {# places are held for you}} until {time}.',
  'register.left':
    '{minutes, plural, =0 {Less than a minute is left.} one {One minute is left.} other {# minutes are left.}}',
  'register.timeLeft': 'Time left: {time}',
  'register.name': 'Name on the ticket',
  'register.changeName': 'Change your name',
  'register.places': 'Places',
  'register.confirm': 'Complete registration',
  'register.release': 'Give the places back',
  'register.released': 'You have given the places back.',
  'register.full': 'All places are taken.',
  'register.waitlist':
    '{count, plural, =0 {You can join the waitlist: you would be the first.} one {One party is on the waitlist, and you can join it.} other {# parties are on the waitlist, and you can join it.}}',
  'register.joinWaitlist': 'Join the waitlist',
  'register.again': 'You cancelled your registration. You can register again.',

  'state.confirmed': 'You have a place',
  'state.waitlisted': 'On the waitlist',
  'state.offered': 'A place is offered to you',
  'state.cancelled': 'Cancelled',
  'state.eventCancelled': 'Event cancelled',
  'state.position': 'You are number {position} on the waitlist.',
  'state.positionHint': 'You get an email as soon as there is a place for you.',
  'state.offer': 'Accept it before {time}. After that it goes to the next person.',
  'state.youCancelled': 'You have cancelled this registration.',
  'state.theyCancelled': 'The organiser has cancelled this registration.',
  'state.eventCancelledText': 'The organiser has cancelled this event.',
  'state.reason': 'Message from the organiser',
  'state.checkedIn': 'You were checked in: {time}.',

  'my.title': 'My events',
  'my.upcoming': 'Coming up',
  'my.past': 'Past and cancelled',
  'my.none': 'You are not registered for any event.',
  'my.nonePast': 'There is nothing here yet.',
  'my.find': 'Find an event',
  'my.next': 'Next page',
  'my.previous': 'Previous page',
  'my.seats': '{seats, plural, one {1 place} other {# places}}',
  'my.details': 'Details',
  'my.ticket': 'Ticket',
  'my.eventPage': 'Page of the event',
  'my.done.registered': 'You are registered. Your ticket is ready.',
  'my.done.waitlisted': 'You are on the waitlist.',
  'my.done.accepted': 'The place is yours.',
  'my.done.resized': 'The number of places is changed.',
  'my.done.cancelled': 'Your registration is cancelled.',
  'my.done.deleted': 'Your account is deleted.',
  'my.done.signedOut': 'You are signed out.',

  'one.accept': 'Accept the place',
  'one.decline': 'Decline the place',
  'one.cancel': 'Cancel registration',
  'one.leave': 'Leave the waitlist',
  'one.changeSeats': 'Change the number of places',
  'one.changeButton': 'Change',
  'one.again': 'Register again',
  'one.addToCalendar': 'Add to calendar',
  'one.calendarFile': 'Calendar file',

  'cancel.title': 'Cancel registration: {title}',
  'cancel.question': 'Do you want to give your place back? It may go to somebody else at once.',
  'cancel.leaveQuestion': 'Do you want to leave the waitlist? You lose your position.',
  'cancel.yes': 'Yes, cancel',
  'cancel.no': 'No, keep it',

  'ticket.title': 'Ticket: {title}',
  'ticket.show': 'Show this code at the entrance.',
  'ticket.code': 'Ticket code',
  'ticket.qr': 'QR code of the ticket {code}',
  'ticket.name': 'Name',
  'ticket.print': 'Print',
  'ticket.image': 'Save as image',
  'ticket.none': 'There is no ticket yet: you have no confirmed place.',

  'profile.title': 'Profile',
  'profile.saved': 'Your changes are saved.',
  'profile.confirmText': 'Your address is not confirmed yet.',
  'profile.more': 'More settings',
  'profile.about': 'About you',
  'profile.emails': 'Optional emails',
  'profile.mail.changes': 'When an event changes',
  'profile.mail.reminders': 'Before an event begins',
  'profile.mail.digest': 'Daily digest of the events that I organise',
  'profile.currentPassword': 'Your present password',
  'profile.newPassword': 'New password',
  'profile.passwordButton': 'Change password',
  'profile.passwordHint': 'You are signed out on all other devices.',
  'profile.passwordDone': 'Your new password is set. All other devices are signed out.',
  'profile.email': 'Email address',
  'profile.newEmail': 'New email address',
  'profile.emailNow': 'Your address is {email}.',
  'profile.emailConfirmed': 'It is confirmed.',
  'profile.emailButton': 'Change address',
  'profile.emailDone': 'Your address is changed. Please open the link that we have sent to it.',
  'profile.calendar': 'Calendar of my events',
  'profile.calendarText':
    'Your calendar can subscribe to your registrations by a secret address. Whoever has the address can read them.',
  'profile.calendarMake': 'Make a secret address',
  'profile.calendarHint': 'An address that you made before stops working.',
  'profile.calendarEnd': 'End the secret address',
  'profile.calendarUrl': 'This is your secret address. It is shown only once, so copy it now.',
  'profile.calendarOpen': 'Subscribe',
  'profile.calendarEnded': 'The secret address does not work any more.',
  'profile.everywhere': 'Sign out on all devices',
  'profile.everywhereText': 'This ends every session, also this one and those of apps.',
  'profile.dataText': 'A file (JSON) with everything that we have stored about you.',
  'profile.download': 'Download my data',
  'profile.delete': 'Delete my account',

  'delete.title': 'Delete my account',
  'delete.text':
    'Your account and your registrations are deleted at once, and your places go to others. This cannot be undone.',
  'delete.events': 'Events that you organise stay without an owner.',
  'delete.button': 'Delete my account for ever',

  'refusal.throttled':
    '{minutes, plural, one {Please wait one minute, and try again.} other {Please wait # minutes, and try again.}}',

  'refusal.event_not_open': 'Registration for this event is not open.',
  'refusal.event_opens': 'Registration opens on {time}.',
  'refusal.event_closed': 'Registration closed on {time}.',
  'refusal.event_ended': 'This event is over.',
  'refusal.event_cancelled': 'The organiser has cancelled this event.',
  'refusal.already_registered': 'You are registered for this event already.',
  'refusal.event_full': 'There are not enough free places.',
  'refusal.party_too_large': 'This event does not take so many places at once.',
  'refusal.hold_expired':
    'The time is over, and the places are not held any more. Please start again.',
  'refusal.too_many_holds':
    'You hold places of too many events. Complete or give back one of them first.',
  'refusal.not_held': 'No places are held for you any more.',
  'refusal.not_registered': 'You are not registered for this event.',
  'refusal.not_offered': 'No place is offered to you at the moment.',
  'refusal.offer_expired': 'The offer has expired. The place went to the next person.',
  'refusal.last_admin': 'You are the last admin. Make somebody else an admin first.',
  'refusal.other': 'That did not work: {detail}',

  'problem.required': 'Please fill this in.',
  'problem.tooLong': 'Please use at most {max} characters.',
  'problem.choice': 'Please choose one of the options.',
  'problem.number': 'Please enter a whole number.',
  'problem.min': 'The smallest number is {min}.',
  'problem.max': 'The largest number is {max}.',
  'problem.null': 'This has characters that cannot be stored.',
  'problem.email': 'Please enter an email address, such as name@example.com.',
  'problem.emailTaken':
    'There is an account with this address already. Sign in, or set a new password.',
  'problem.emailReserved': 'No mail can reach this address.',
  'problem.passwordShort': 'This password is too short. Use at least {min} characters.',
  'problem.passwordLong': 'This password is too long. Use at most {max} characters.',
  'problem.passwordCommon': 'This password is too easy to guess: many people use it.',
  'problem.passwordNumeric': 'This password has only digits. Use letters too.',
  'problem.passwordName': 'This password is too similar to your name or address.',
  'problem.passwordsDiffer': 'The two passwords are not the same.',
  'problem.passwordWrong': 'This is not your password.',
  'problem.timezone': 'This is no time zone. Enter one such as Europe/Berlin.',
} as const

/** The arguments of the messages that have some. */
interface Arguments {
  'form.errorTitle': { title: string }
  'form.errors': { count: number }
  'confirm.needed': { email: string }
  'register.title': { title: string }
  'register.free': { count: number }
  'register.seatsHint': { max: number }
  'register.held': { seats: number; time: string }
  'register.timeLeft': { time: string }
  'register.left': { minutes: number }
  'register.waitlist': { count: number }
  'state.checkedIn': { time: string }
  'state.position': { position: number }
  'state.offer': { time: string }
  'my.seats': { seats: number }
  'cancel.title': { title: string }
  'ticket.title': { title: string }
  'ticket.qr': { code: string }
  'profile.emailNow': { email: string }
  'refusal.throttled': { minutes: number }
  'refusal.event_opens': { time: string }
  'refusal.event_closed': { time: string }
  'refusal.other': { detail: string }
  'problem.tooLong': { max: number }
  'problem.min': { min: number }
  'problem.max': { max: number }
  'problem.passwordShort': { min: number }
  'problem.passwordLong': { max: number }
}

export type MessageKey = keyof typeof en

/** Every message, with its arguments. A language without one of them does not compile. */
export type MessageArguments = {
  [Key in MessageKey]: Key extends keyof Arguments ? Arguments[Key] : undefined
}

/** The messages of one language, in ICU MessageFormat. */
export type Messages = Record<MessageKey, string>
