import ICAL from 'ical.js'

/** A calendar as `ical.js` reads it, with the zones that it describes itself. */
export function readCalendar(content: string) {
  ICAL.TimezoneService.reset()
  const calendar = new ICAL.Component(ICAL.parse(content) as unknown[])
  for (const zone of calendar.getAllSubcomponents('vtimezone')) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone))
  }
  const entries = calendar.getAllSubcomponents('vevent').map((component) => {
    // Otherwise ical.js relates the exceptions of all series to each of them.
    const event = new ICAL.Event(component, { exceptions: [] })
    const text = (name: string) => component.getFirstPropertyValue(name)?.toString()
    return {
      component,
      event,
      text,
      uid: event.uid,
      title: event.summary,
      status: text('status'),
      sequence: event.sequence,
      start: event.startDate.toJSDate().toISOString(),
      end: event.endDate.toJSDate().toISOString(),
    }
  })
  return { calendar, entries, property: (name: string) => calendar.getFirstPropertyValue(name) }
}

export type ReadEntry = ReturnType<typeof readCalendar>['entries'][number]
