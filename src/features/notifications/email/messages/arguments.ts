/** The arguments of every message. */

type Nothing = undefined

interface Titled {
  title: string
}

interface Seats {
  seats: number
}

/** Every message, with its arguments. A language without one of them does not compile. */
export interface MessageArguments {
  greeting: { name: string }
  greetingPlain: Nothing

  labelled: { label: string; value: string }
  span: { day: string; from: string; until: string; zone: string }
  moment: { day: string; time: string; zone: string }
  days: { day: string; from: string; lastDay: string; until: string; zone: string }
  range: { from: string; until: string }
  venueTime: { time: string }

  when: Nothing
  where: Nothing
  places: Nothing
  ticketCode: Nothing
  organiser: Nothing
  before: Nothing
  now: Nothing
  theEventNow: Nothing
  organiserWrites: Nothing
  openEvent: Nothing
  openRegistration: Nothing
  acceptOffer: Nothing
  cannotCome: Nothing
  addToCalendar: Nothing
  calendarFile: Nothing
  calendarAdds: Nothing
  calendarUpdates: Nothing
  calendarRemoves: Nothing

  'field.title': Nothing
  'field.startDate': Nothing
  'field.endDate': Nothing
  'field.timezone': Nothing
  'field.location': Nothing

  'status.confirmed': Nothing
  'status.waitlisted': Nothing
  'status.offered': Nothing
  'status.offerExpired': Nothing
  'status.cancelled': Nothing
  'status.eventCancelled': Nothing
  'status.changed': Nothing
  'status.reminder': Nothing

  'registrationConfirmed.subject': Titled & Seats
  'registrationConfirmed.text': Seats
  'registrationPromoted.subject': Titled
  'registrationPromoted.text': Seats
  'registrationWaitlisted.subject': Titled
  'registrationWaitlisted.text': { position: number }
  'registrationWaitlisted.next': Seats
  'registrationOffered.subject': Titled
  'registrationOffered.text': Seats & { until: string }
  'registrationOffered.next': Nothing
  'registrationResized.subject': Titled & Seats
  'registrationResized.text': Seats
  'partyTooLarge.subject': Titled
  'partyTooLarge.text': Seats & { largest: number }
  'partyTooLarge.next': Nothing
  'offerExpired.subject': Titled
  'offerExpired.text': Seats
  'offerExpired.next': Nothing
  'registrationCancelledByAttendee.subject': Titled
  'registrationCancelledByAttendee.text': Seats
  'registrationCancelledByAttendee.next': Nothing
  'registrationCancelledByOrganiser.subject': Titled
  'registrationCancelledByOrganiser.text': Seats
  'eventCancelled.subject': Titled
  'eventCancelled.text': Nothing
  'eventChanged.subject': Titled
  'eventChanged.text': Seats
  'eventChanged.waiting': Nothing
  'eventChanged.offered': Nothing
  'reminderDay.subject': Titled
  'reminderDay.text': Nothing
  'reminderHour.subject': Titled
  'reminderHour.text': Nothing

  'welcome.subject': Nothing
  'welcome.text': Nothing
  'welcome.next': Nothing
  'confirmEmail.subject': Nothing
  'confirmEmail.text': Nothing
  'confirmEmail.action': Nothing
  'confirmEmail.next': Nothing
  'setPassword.subject': Nothing
  'setPassword.text': Nothing
  'setPassword.action': Nothing
  'setPassword.next': Nothing
  'emailChanged.subject': Nothing
  'emailChanged.text': Nothing
  'emailChanged.action': Nothing
  'emailChanged.next': Nothing
  'passwordChanged.subject': Nothing
  'passwordChanged.text': Nothing
  'passwordChanged.next': Nothing

  'organiserDigest.subject': { day: string }
  'organiserDigest.title': Nothing
  'organiserDigest.text': { day: string }
  'organiserDigest.taken': { taken: number; capacity: number }
  'organiserDigest.waitlisted': { waitlisted: number }
  'organiserDigest.news': { newRegistrations: number; cancellations: number }

  'webhookSwitchedOff.subject': { host: string }
  'webhookSwitchedOff.title': Nothing
  'webhookSwitchedOff.gone': Nothing
  'webhookSwitchedOff.failing': Nothing
  'webhookSwitchedOff.next': Nothing
  'webhookSwitchedOff.action': Nothing
  'webhookSwitchedOff.receiver': Nothing
  'webhookSwitchedOff.description': Nothing

  'footer.registration': { site: string }
  'footer.account': { site: string }
  'footer.digest': { site: string }
  'footer.webhook': { site: string }
  unsubscribe: Nothing
}

/** The messages of one language, in ICU MessageFormat. */
export type Messages = Record<keyof MessageArguments, string>
