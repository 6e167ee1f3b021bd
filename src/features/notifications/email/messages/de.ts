import type { Messages } from './arguments.ts'

export const de: Messages = {
  greeting: 'Hallo {name},',
  greetingPlain: 'Hallo,',

  labelled: '{label}: {value}',
  span: '{day}, {from}–{until} Uhr ({zone})',
  moment: '{day}, {time} Uhr ({zone})',
  days: '{day}, {from} Uhr – {lastDay}, {until} Uhr ({zone})',
  range: '{from} – {until}',
  venueTime: 'Am Veranstaltungsort: {time}',

  when: 'Wann',
  where: 'Wo',
  places: 'Plätze',
  ticketCode: 'Ticketcode',
  organiser: 'Veranstaltet von',
  before: 'Bisher',
  now: 'Jetzt',
  theEventNow: 'Die Veranstaltung, wie sie jetzt geplant ist',
  organiserWrites: 'Nachricht des Veranstaltungsteams',
  openEvent: 'Veranstaltung ansehen',
  openRegistration: 'Deine Anmeldung ansehen',
  acceptOffer: 'Annehmen oder ablehnen',
  cannotCome: 'Wenn du nicht kommen kannst, sag bitte ab, damit jemand anderes kommen kann.',
  addToCalendar: 'Zum Kalender hinzufügen',
  calendarFile: 'Kalenderdatei',
  calendarAdds: 'Die angehängte Datei trägt die Veranstaltung in deinen Kalender ein.',
  calendarUpdates: 'Die angehängte Datei aktualisiert die Veranstaltung in deinem Kalender.',
  calendarRemoves: 'Die angehängte Datei entfernt die Veranstaltung aus deinem Kalender.',

  'field.title': 'Titel',
  'field.startDate': 'Beginn',
  'field.endDate': 'Ende',
  'field.timezone': 'Zeitzone',
  'field.location': 'Ort',

  'status.confirmed': 'Bestätigt',
  'status.waitlisted': 'Auf der Warteliste',
  'status.offered': 'Dir angeboten',
  'status.offerExpired': 'Angebot abgelaufen',
  'status.cancelled': 'Anmeldung storniert',
  'status.eventCancelled': 'Veranstaltung abgesagt',
  'status.changed': 'Geändert',
  'status.reminder': 'Erinnerung',

  'registrationConfirmed.subject':
    '{seats, plural, one {Dein Platz ist bestätigt} other {Deine # Plätze sind bestätigt}}: {title}',
  'registrationConfirmed.text':
    '{seats, plural, one {Dein Platz ist bestätigt.} other {Deine # Plätze sind bestätigt.}} Zeig am Einlass deinen Ticketcode vor.',
  'registrationPromoted.subject': 'Von der Warteliste nachgerückt: {title}',
  'registrationPromoted.text':
    '{seats, plural, one {Ein Platz ist frei geworden, und er gehört dir.} other {# Plätze sind frei geworden, und sie gehören dir.}} Zeig am Einlass deinen Ticketcode vor.',
  'registrationWaitlisted.subject': 'Auf der Warteliste: {title}',
  'registrationWaitlisted.text':
    'Die Veranstaltung ist ausgebucht. Du stehst auf Platz {position, number} der Warteliste.',
  'registrationWaitlisted.next':
    'Wir schreiben dir, sobald {seats, plural, one {ein Platz} other {# Plätze}} für dich frei {seats, plural, one {wird} other {werden}}.',
  'registrationOffered.subject': 'Dir wird ein Platz angeboten: {title}',
  'registrationOffered.text':
    '{seats, plural, one {Ein Platz ist frei geworden. Er ist} other {# Plätze sind frei geworden. Sie sind}} bis {until} für dich reserviert.',
  'registrationOffered.next':
    'Nimm das Angebot bis dahin dort an, wo du dich angemeldet hast. Danach geht es an die Nächsten auf der Warteliste.',
  'registrationResized.subject':
    '{seats, plural, one {Du hast jetzt einen Platz} other {Du hast jetzt # Plätze}}: {title}',
  'registrationResized.text':
    '{seats, plural, one {Deine Anmeldung gilt jetzt für einen Platz.} other {Deine Anmeldung gilt jetzt für # Plätze.}} Dein Ticketcode bleibt gleich.',
  'partyTooLarge.subject': 'Deine Gruppe ist jetzt zu groß: {title}',
  'partyTooLarge.text':
    'Die Veranstaltung ist kleiner geworden: Eine Gruppe kann jetzt {largest, plural, one {einen Platz} other {# Plätze}} haben. Deine hat {seats, number} und kann deshalb nicht nachrücken.',
  'partyTooLarge.next':
    'Du behältst deine Position. Verkleinere deine Gruppe dort, wo du dich angemeldet hast, oder melde dich ab.',
  'offerExpired.subject': 'Das Angebot ist abgelaufen: {title}',
  'offerExpired.text':
    'Du hast nicht rechtzeitig zugesagt. {seats, plural, one {Der Platz ist} other {Die # Plätze sind}} deshalb an die Nächsten auf der Warteliste gegangen.',
  'offerExpired.next': 'Solange die Anmeldung offen ist, kannst du dich wieder anmelden.',
  'registrationCancelledByAttendee.subject': 'Deine Anmeldung ist storniert: {title}',
  'registrationCancelledByAttendee.text':
    'Deine Anmeldung ist wie gewünscht storniert. {seats, plural, one {Dein Platz wird} other {Deine # Plätze werden}} nicht mehr für dich freigehalten.',
  'registrationCancelledByAttendee.next':
    'Solange die Anmeldung offen ist, kannst du dich wieder anmelden.',
  'registrationCancelledByOrganiser.subject':
    'Das Veranstaltungsteam hat deine Anmeldung storniert: {title}',
  'registrationCancelledByOrganiser.text':
    'Das Veranstaltungsteam hat deine Anmeldung storniert. {seats, plural, one {Dein Platz wird} other {Deine # Plätze werden}} nicht mehr für dich freigehalten.',
  'eventCancelled.subject': 'Abgesagt: {title}',
  'eventCancelled.text':
    'Diese Veranstaltung findet nicht statt. Damit endet auch deine Anmeldung. Du musst nichts weiter tun.',
  'eventChanged.subject': 'Geändert: {title}',
  'eventChanged.text':
    'Das Veranstaltungsteam hat diese Veranstaltung geändert. Du behältst {seats, plural, one {deinen Platz} other {deine # Plätze}}.',
  'eventChanged.waiting':
    'Das Veranstaltungsteam hat diese Veranstaltung geändert. Du behältst deinen Platz auf der Warteliste.',
  'eventChanged.offered':
    'Das Veranstaltungsteam hat diese Veranstaltung geändert. Das Angebot an dich gilt weiter.',
  'reminderDay.subject': 'In etwa einem Tag: {title}',
  'reminderDay.text':
    'Die Veranstaltung beginnt in etwa einem Tag. Halte deinen Ticketcode bereit.',
  'reminderHour.subject': 'In weniger als einer Stunde: {title}',
  'reminderHour.text':
    'Die Veranstaltung beginnt in weniger als einer Stunde. Halte deinen Ticketcode bereit.',

  'welcome.subject': 'Willkommen bei Robo Events',
  'welcome.text':
    'Dein Konto ist eingerichtet. Bitte bestätige, dass diese E-Mail-Adresse dir gehört.',
  'welcome.next': 'Wenn du dieses Konto nicht angelegt hast, musst du nichts tun.',
  'confirmEmail.subject': 'Bestätige deine E-Mail-Adresse',
  'confirmEmail.text': 'Bitte bestätige, dass diese E-Mail-Adresse dir gehört.',
  'confirmEmail.action': 'E-Mail-Adresse bestätigen',
  'confirmEmail.next': 'Wenn du das nicht angefordert hast, musst du nichts tun.',
  'setPassword.subject': 'Lege ein neues Passwort fest',
  'setPassword.text':
    'Über diesen Link legst du ein neues Passwort fest. Er ist eine Stunde lang gültig.',
  'setPassword.action': 'Neues Passwort festlegen',
  'setPassword.next':
    'Wenn du das nicht angefordert hast, musst du nichts tun. Dein Passwort bleibt, wie es ist.',
  'emailChanged.subject': 'Deine E-Mail-Adresse wurde geändert',
  'emailChanged.text':
    'Die E-Mail-Adresse deines Kontos wurde geändert. E-Mails gehen ab jetzt an die neue Adresse. Wenn du das warst, musst du nichts tun.',
  'emailChanged.action': 'Das war ich nicht',
  'emailChanged.next':
    'Der Link gibt das Konto dieser Adresse zurück, meldet alle ab und schickt dir einen Link für ein neues Passwort. Er gilt sieben Tage.',
  'passwordChanged.subject': 'Dein Passwort wurde geändert',
  'passwordChanged.text':
    'Das Passwort deines Kontos wurde geändert. Wenn du das warst, musst du nichts tun.',
  'passwordChanged.next':
    'Wenn du es nicht warst, lege sofort ein neues fest: Wähle bei der Anmeldung „Passwort vergessen?“.',

  'organiserDigest.subject': 'Deine Veranstaltungen: {day}',
  'organiserDigest.title': 'Deine Veranstaltungen',
  'organiserDigest.text': '{day}: So steht es um deine Veranstaltungen, und das ist neu.',
  'organiserDigest.taken':
    '{taken, number} von {capacity, plural, one {# Platz} other {# Plätzen}} vergeben',
  'organiserDigest.waitlisted': '{waitlisted, number} auf der Warteliste',
  'organiserDigest.news':
    '{newRegistrations, plural, =0 {Keine neuen Anmeldungen} one {# neue Anmeldung} other {# neue Anmeldungen}}, {cancellations, plural, =0 {keine Absagen} one {# Absage} other {# Absagen}}',

  'webhookSwitchedOff.subject': 'Webhooks an {host} sind abgeschaltet',
  'webhookSwitchedOff.title': 'Ein Webhook ist abgeschaltet',
  'webhookSwitchedOff.gone':
    'Der Empfänger hat geantwortet, dass es ihn nicht mehr gibt (410). Die Plattform sendet ihm deshalb nichts mehr.',
  'webhookSwitchedOff.failing':
    'Diesem Empfänger konnte mehr als drei Tage lang nichts zugestellt werden. Die Plattform sendet ihm deshalb nichts mehr.',
  'webhookSwitchedOff.next':
    'Was sich von jetzt an ändert, wird nicht gesendet. Wenn der Empfänger wieder funktioniert, schalte den Webhook ein: Wartende Nachrichten werden dann gesendet.',
  'webhookSwitchedOff.action': 'Webhook öffnen',
  'webhookSwitchedOff.receiver': 'Empfänger',
  'webhookSwitchedOff.description': 'Beschreibung',

  'footer.registration':
    'Du bekommst diese E-Mail, weil du dich auf {site} für diese Veranstaltung angemeldet hast.',
  'footer.account': 'Du bekommst diese E-Mail, weil ein Konto auf {site} diese Adresse hat.',
  'footer.digest': 'Du bekommst diese E-Mail, weil du auf {site} Veranstaltungen organisierst.',
  'footer.webhook': 'Du bekommst diese E-Mail, weil dir ein Webhook auf {site} gehört.',
  unsubscribe: 'Keine solchen E-Mails mehr',
}
