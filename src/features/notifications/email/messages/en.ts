import type { Messages } from './arguments.ts'

export const en: Messages = {
  greeting: 'Hello {name},',
  greetingPlain: 'Hello,',

  labelled: '{label}: {value}',
  span: '{day}, {from}–{until} ({zone})',
  moment: '{day}, {time} ({zone})',
  days: '{day}, {from} – {lastDay}, {until} ({zone})',
  range: '{from} – {until}',
  venueTime: 'At the venue: {time}',

  when: 'When',
  where: 'Where',
  places: 'Places',
  ticketCode: 'Ticket code',
  organiser: 'Organiser',
  before: 'Before',
  now: 'Now',
  theEventNow: 'The event as it is now',
  organiserWrites: 'Message from the organiser',
  openEvent: 'Open the event',
  openRegistration: 'Open your registration',
  acceptOffer: 'Accept or decline',
  cannotCome: 'If you cannot come, please cancel, so that somebody else can.',
  addToCalendar: 'Add to calendar',
  calendarFile: 'Calendar file',
  calendarAdds: 'The attached file adds the event to your calendar.',
  calendarUpdates: 'The attached file updates the event in your calendar.',
  calendarRemoves: 'The attached file takes the event out of your calendar.',

  'field.title': 'Title',
  'field.startDate': 'Begins',
  'field.endDate': 'Ends',
  'field.timezone': 'Time zone',
  'field.location': 'Where',

  'status.confirmed': 'Confirmed',
  'status.waitlisted': 'On the waitlist',
  'status.offered': 'Offered to you',
  'status.offerExpired': 'Offer expired',
  'status.cancelled': 'Registration cancelled',
  'status.eventCancelled': 'Event cancelled',
  'status.changed': 'Changed',
  'status.reminder': 'Reminder',

  'registrationConfirmed.subject':
    '{seats, plural, one {Your place is confirmed} other {Your # places are confirmed}}: {title}',
  'registrationConfirmed.text':
    '{seats, plural, one {Your place is confirmed.} other {Your # places are confirmed.}} Show your ticket code at the door.',
  'registrationPromoted.subject': 'Off the waitlist: {title}',
  'registrationPromoted.text':
    '{seats, plural, one {A place has become free, and it is yours.} other {# places have become free, and they are yours.}} Show your ticket code at the door.',
  'registrationWaitlisted.subject': 'On the waitlist: {title}',
  'registrationWaitlisted.text':
    'The event is full. You are number {position, number} on the waitlist.',
  'registrationWaitlisted.next':
    'We will write to you as soon as there {seats, plural, one {is a place} other {are # places}} for you.',
  'registrationOffered.subject': 'A place is offered to you: {title}',
  'registrationOffered.text':
    '{seats, plural, one {A place has become free. It is kept} other {# places have become free. They are kept}} for you until {until}.',
  'registrationOffered.next':
    'Accept by then where you registered. After that, the offer goes to the next in line.',
  'registrationResized.subject':
    '{seats, plural, one {You have one place now} other {You have # places now}}: {title}',
  'registrationResized.text':
    '{seats, plural, one {Your registration is for one place now.} other {Your registration is for # places now.}} Your ticket code stays the same.',
  'partyTooLarge.subject': 'Your group is too large now: {title}',
  'partyTooLarge.text':
    'The event has become smaller: a group can have {largest, plural, one {one place} other {# places}} now. Yours has {seats, number}, so it cannot get off the waitlist.',
  'partyTooLarge.next':
    'You keep your position. Make your group smaller where you registered, or cancel.',
  'offerExpired.subject': 'The offer has expired: {title}',
  'offerExpired.text':
    'You did not accept in time, so {seats, plural, one {the place has} other {the # places have}} gone to the next in line.',
  'offerExpired.next': 'You can register again for as long as registration is open.',
  'registrationCancelledByAttendee.subject': 'Your registration is cancelled: {title}',
  'registrationCancelledByAttendee.text':
    'Your registration is cancelled, as you asked. {seats, plural, one {Your place is} other {Your # places are}} no longer kept.',
  'registrationCancelledByAttendee.next':
    'You can register again for as long as registration is open.',
  'registrationCancelledByOrganiser.subject':
    'The organiser has cancelled your registration: {title}',
  'registrationCancelledByOrganiser.text':
    'The organiser has cancelled your registration. {seats, plural, one {Your place is} other {Your # places are}} no longer kept.',
  'eventCancelled.subject': 'Event cancelled: {title}',
  'eventCancelled.text':
    'This event will not take place. Your registration ends with it. You do not need to do anything.',
  'eventChanged.subject': 'Changed: {title}',
  'eventChanged.text':
    'The organiser has changed this event. You keep your {seats, plural, one {place} other {# places}}.',
  'eventChanged.waiting':
    'The organiser has changed this event. You keep your position on the waitlist.',
  'eventChanged.offered': 'The organiser has changed this event. The offer to you stands.',
  'reminderDay.subject': 'In about a day: {title}',
  'reminderDay.text': 'The event begins in about a day. Have your ticket code ready.',
  'reminderHour.subject': 'In less than an hour: {title}',
  'reminderHour.text': 'The event begins in less than an hour. Have your ticket code ready.',

  'welcome.subject': 'Welcome to Robo Events',
  'welcome.text': 'Your account is ready. Please confirm that this email address is yours.',
  'welcome.next': 'If you did not open this account, you do not need to do anything.',
  'confirmEmail.subject': 'Confirm your email address',
  'confirmEmail.text': 'Please confirm that this email address is yours.',
  'confirmEmail.action': 'Confirm email address',
  'confirmEmail.next': 'If you did not ask for this, you do not need to do anything.',
  'setPassword.subject': 'Set a new password',
  'setPassword.text': 'Follow the link to set a new password. It is valid for one hour.',
  'setPassword.action': 'Set a new password',
  'setPassword.next': 'If you did not ask for this, do nothing. Your password stays as it is.',
  'emailChanged.subject': 'Your email address was changed',
  'emailChanged.text':
    'The email address of your account was changed. Emails go to the new address from now on. If that was you, you do not need to do anything.',
  'emailChanged.action': 'This was not me',
  'emailChanged.next':
    'The link gives the account back to this address, signs out everybody, and sends you a link for a new password. It is valid for seven days.',
  'passwordChanged.subject': 'Your password was changed',
  'passwordChanged.text':
    'The password of your account was changed. If that was you, you do not need to do anything.',
  'passwordChanged.next':
    'If it was not you, set a new password at once: choose “Forgot password?” where you sign in.',

  'organiserDigest.subject': 'Your events: {day}',
  'organiserDigest.title': 'Your events',
  'organiserDigest.text': 'This is how your events stand on {day}, and what is new.',
  'organiserDigest.taken':
    '{taken, number} of {capacity, plural, one {# place} other {# places}} taken',
  'organiserDigest.waitlisted': '{waitlisted, number} on the waitlist',
  'organiserDigest.news':
    '{newRegistrations, plural, =0 {No new registrations} one {# new registration} other {# new registrations}}, {cancellations, plural, =0 {no cancellations} one {# cancellation} other {# cancellations}}',

  'webhookSwitchedOff.subject': 'Webhooks to {host} are switched off',
  'webhookSwitchedOff.title': 'A webhook is switched off',
  'webhookSwitchedOff.gone':
    'The receiver answered that it is gone (410). So the platform sends it nothing more.',
  'webhookSwitchedOff.failing':
    'Nothing could be delivered to this receiver for more than three days. So the platform sends it nothing more.',
  'webhookSwitchedOff.next':
    'What changes from now on is not sent. When the receiver works again, switch the webhook on: messages that wait are sent then.',
  'webhookSwitchedOff.action': 'Open the webhook',
  'webhookSwitchedOff.receiver': 'Receiver',
  'webhookSwitchedOff.description': 'Description',

  'footer.registration': 'You get this mail because you registered for this event on {site}.',
  'footer.account': 'You get this mail because an account on {site} has this address.',
  'footer.digest': 'You get this mail because you organise events on {site}.',
  'footer.webhook': 'You get this mail because you own a webhook on {site}.',
  unsubscribe: 'No more mails like this one',
}
