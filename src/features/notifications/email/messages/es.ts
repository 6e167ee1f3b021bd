import type { Messages } from './arguments.ts'

export const es: Messages = {
  greeting: 'Hola, {name}:',
  greetingPlain: 'Hola:',

  labelled: '{label}: {value}',
  span: '{day}, {from}–{until} ({zone})',
  moment: '{day}, {time} ({zone})',
  days: '{day}, {from} – {lastDay}, {until} ({zone})',
  range: '{from} – {until}',
  venueTime: 'En el lugar del evento: {time}',

  when: 'Cuándo',
  where: 'Dónde',
  places: 'Plazas',
  ticketCode: 'Código de entrada',
  organiser: 'Organiza',
  before: 'Antes',
  now: 'Ahora',
  theEventNow: 'El evento, tal como queda',
  organiserWrites: 'Mensaje de la organización',
  openEvent: 'Ver el evento',
  openRegistration: 'Ver tu inscripción',
  acceptOffer: 'Aceptar o rechazar',
  cannotCome: 'Si no puedes venir, cancela tu inscripción para que otra persona pueda hacerlo.',
  addToCalendar: 'Añadir al calendario',
  calendarFile: 'Archivo de calendario',
  calendarAdds: 'El archivo adjunto añade el evento a tu calendario.',
  calendarUpdates: 'El archivo adjunto actualiza el evento en tu calendario.',
  calendarRemoves: 'El archivo adjunto quita el evento de tu calendario.',

  'field.title': 'Título',
  'field.startDate': 'Empieza',
  'field.endDate': 'Termina',
  'field.timezone': 'Zona horaria',
  'field.location': 'Lugar',

  'status.confirmed': 'Confirmada',
  'status.waitlisted': 'En lista de espera',
  'status.offered': 'Plaza ofrecida',
  'status.offerExpired': 'Oferta caducada',
  'status.cancelled': 'Inscripción cancelada',
  'status.eventCancelled': 'Evento cancelado',
  'status.changed': 'Con cambios',
  'status.reminder': 'Recordatorio',

  'registrationConfirmed.subject':
    '{seats, plural, one {Tu plaza está confirmada} other {Tus # plazas están confirmadas}}: {title}',
  'registrationConfirmed.text':
    '{seats, plural, one {Tu plaza está confirmada.} other {Tus # plazas están confirmadas.}} Muestra tu código de entrada al llegar.',
  'registrationPromoted.subject': 'Has salido de la lista de espera: {title}',
  'registrationPromoted.text':
    '{seats, plural, one {Ha quedado libre una plaza y es tuya.} other {Han quedado libres # plazas y son tuyas.}} Muestra tu código de entrada al llegar.',
  'registrationWaitlisted.subject': 'En lista de espera: {title}',
  'registrationWaitlisted.text':
    'El evento está completo. Ocupas el puesto {position, number} de la lista de espera.',
  'registrationWaitlisted.next':
    'Te escribiremos en cuanto haya {seats, plural, one {una plaza} other {# plazas}} para ti.',
  'registrationOffered.subject': 'Te ofrecemos una plaza: {title}',
  'registrationOffered.text':
    '{seats, plural, one {Ha quedado libre una plaza. Te la reservamos} other {Han quedado libres # plazas. Te las reservamos}} hasta este momento: {until}.',
  'registrationOffered.next':
    'Acepta la oferta antes donde te inscribiste. Después pasará a la siguiente persona en la lista de espera.',
  'registrationResized.subject':
    '{seats, plural, one {Ahora tienes una plaza} other {Ahora tienes # plazas}}: {title}',
  'registrationResized.text':
    '{seats, plural, one {Tu inscripción es ahora para una plaza.} other {Tu inscripción es ahora para # plazas.}} Tu código de entrada sigue siendo el mismo.',
  'partyTooLarge.subject': 'Tu grupo es ahora demasiado grande: {title}',
  'partyTooLarge.text':
    'El evento es ahora más pequeño: un grupo puede tener {largest, plural, one {una plaza} other {# plazas}}. El tuyo tiene {seats, number}, así que no puede salir de la lista de espera.',
  'partyTooLarge.next':
    'Conservas tu posición. Reduce tu grupo donde te inscribiste o cancela tu inscripción.',
  'offerExpired.subject': 'La oferta ha caducado: {title}',
  'offerExpired.text':
    'No aceptaste la oferta a tiempo, así que {seats, plural, one {la plaza ha pasado} other {las # plazas han pasado}} a la siguiente persona en la lista de espera.',
  'offerExpired.next': 'Puedes volver a inscribirte mientras la inscripción esté abierta.',
  'registrationCancelledByAttendee.subject': 'Tu inscripción está cancelada: {title}',
  'registrationCancelledByAttendee.text':
    'Hemos cancelado tu inscripción, como pediste. Ya no te guardamos {seats, plural, one {la plaza} other {las # plazas}}.',
  'registrationCancelledByAttendee.next':
    'Puedes volver a inscribirte mientras la inscripción siga abierta.',
  'registrationCancelledByOrganiser.subject':
    'La organización ha cancelado tu inscripción: {title}',
  'registrationCancelledByOrganiser.text':
    'La organización ha cancelado tu inscripción. Ya no te guardamos {seats, plural, one {la plaza} other {las # plazas}}.',
  'eventCancelled.subject': 'Evento cancelado: {title}',
  'eventCancelled.text':
    'Este evento no se celebrará. Tu inscripción termina con él. No tienes que hacer nada.',
  'eventChanged.subject': 'Cambios en el evento: {title}',
  'eventChanged.text':
    'La organización ha cambiado este evento. Conservas {seats, plural, one {tu plaza} other {tus # plazas}}.',
  'eventChanged.waiting':
    'La organización ha cambiado este evento. Conservas tu puesto en la lista de espera.',
  'eventChanged.offered': 'La organización ha cambiado este evento. La oferta sigue en pie.',
  'reminderDay.subject': 'En un día, más o menos: {title}',
  'reminderDay.text':
    'El evento empieza dentro de un día, más o menos. Ten a mano tu código de entrada.',
  'reminderHour.subject': 'En menos de una hora: {title}',
  'reminderHour.text': 'El evento empieza en menos de una hora. Ten a mano tu código de entrada.',

  'welcome.subject': 'Te damos la bienvenida a Robo Events',
  'welcome.text': 'Tu cuenta está lista. Confirma que esta dirección de correo es tuya.',
  'welcome.next': 'Si no has abierto esta cuenta, no tienes que hacer nada.',
  'confirmEmail.subject': 'Confirma tu dirección de correo',
  'confirmEmail.text': 'Confirma que esta dirección de correo es tuya.',
  'confirmEmail.action': 'Confirmar dirección de correo',
  'confirmEmail.next': 'Si no lo has pedido, no tienes que hacer nada.',
  'setPassword.subject': 'Elige una contraseña nueva',
  'setPassword.text':
    'Sigue el enlace para elegir una contraseña nueva. Es válido durante una hora.',
  'setPassword.action': 'Elegir una contraseña nueva',
  'setPassword.next': 'Si no lo has pedido, no hagas nada. Tu contraseña sigue siendo la misma.',
  'emailChanged.subject': 'Se ha cambiado tu dirección de correo',
  'emailChanged.text':
    'Se ha cambiado la dirección de correo de tu cuenta. A partir de ahora los correos van a la nueva dirección. Si has sido tú, no tienes que hacer nada.',
  'emailChanged.action': 'No he sido yo',
  'emailChanged.next':
    'El enlace devuelve la cuenta a esta dirección, cierra todas las sesiones y te envía un enlace para una contraseña nueva. Es válido durante siete días.',
  'passwordChanged.subject': 'Tu contraseña ha cambiado',
  'passwordChanged.text':
    'La contraseña de tu cuenta ha cambiado. Si lo has hecho tú, no tienes que hacer nada.',
  'passwordChanged.next':
    'Si no has sido tú, elige otra enseguida: pulsa «¿Has olvidado la contraseña?» al iniciar sesión.',

  'organiserDigest.subject': 'Tus eventos: {day}',
  'organiserDigest.title': 'Tus eventos',
  'organiserDigest.text': 'Así van tus eventos el {day}, con las novedades.',
  'organiserDigest.taken':
    '{taken, plural, one {# plaza ocupada} other {# plazas ocupadas}} de {capacity, number}',
  'organiserDigest.waitlisted': '{waitlisted, number} en lista de espera',
  'organiserDigest.news':
    '{newRegistrations, plural, =0 {Ninguna inscripción nueva} one {# inscripción nueva} other {# inscripciones nuevas}}, {cancellations, plural, =0 {ninguna cancelación} one {# cancelación} other {# cancelaciones}}',

  'webhookSwitchedOff.subject': 'Los webhooks a {host} están desactivados',
  'webhookSwitchedOff.title': 'Un webhook está desactivado',
  'webhookSwitchedOff.gone':
    'El receptor ha respondido que ya no existe (410). Por eso la plataforma no le envía nada más.',
  'webhookSwitchedOff.failing':
    'Durante más de tres días no se pudo entregar nada a este receptor. Por eso la plataforma no le envía nada más.',
  'webhookSwitchedOff.next':
    'Los cambios a partir de ahora no se envían. Cuando el receptor vuelva a funcionar, activa el webhook: entonces se enviarán los mensajes pendientes.',
  'webhookSwitchedOff.action': 'Abrir el webhook',
  'webhookSwitchedOff.receiver': 'Receptor',
  'webhookSwitchedOff.description': 'Descripción',

  'footer.registration': 'Recibes este correo porque te inscribiste en este evento en {site}.',
  'footer.account': 'Recibes este correo porque una cuenta de {site} tiene esta dirección.',
  'footer.digest': 'Recibes este correo porque organizas eventos en {site}.',
  'footer.webhook': 'Recibes este correo porque eres responsable de un webhook en {site}.',
  unsubscribe: 'No recibir más correos como este',
}
