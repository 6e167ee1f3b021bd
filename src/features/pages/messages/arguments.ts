/** The arguments of every message of the public pages. */

type Nothing = undefined

/** Every message, with its arguments. A language without one of them does not compile. */
export interface MessageArguments {
  skipToContent: Nothing
  mainNavigation: Nothing
  language: Nothing
  openApp: Nothing
  myEvents: Nothing
  signIn: Nothing
  forOrganisers: Nothing
  apiReference: Nothing

  'events.title': Nothing
  'events.description': { brand: string }

  'events.search': Nothing
  'events.searchLabel': Nothing
  'events.moreFilters': Nothing
  'events.from': Nothing
  'events.until': Nothing
  'events.near': Nothing
  'events.nearHint': Nothing
  'events.within': Nothing
  'events.here': Nothing
  'events.hasSeats': Nothing
  'events.time': Nothing
  'events.time.upcoming': Nothing
  'events.time.past': Nothing
  'events.time.all': Nothing
  'events.found': { count: number }
  'events.calendar': Nothing
  'events.subscribe': Nothing
  'events.filters': Nothing
  'events.remove': { filter: string }
  'events.removeAll': Nothing
  'filter.q': { value: string }
  'filter.near': { value: string }
  'filter.start_date': { value: string }
  'filter.end_date': { value: string }
  'filter.has_seats': Nothing
  'filter.series': Nothing
  'facet.country': Nothing
  'facet.program': Nothing
  'facet.month': Nothing
  'facet.more': Nothing
  'empty.title': Nothing
  'empty.text': Nothing
  'empty.text.filtered': Nothing
  'empty.text.time': Nothing
  'empty.past': Nothing
  'empty.all': Nothing
  'wrong.title': Nothing
  'wrong.start_date': Nothing
  'wrong.end_date': Nothing
  'wrong.near': Nothing
  'wrong.within': Nothing
  'wrong.other': Nothing
  pages: Nothing
  'pages.previous': Nothing
  'pages.next': Nothing
  'pages.page': { page: number }
  'seats.left': { seats: number }
  'seats.full': Nothing
  'seats.waitlist': Nothing
  'seats.cancelled': Nothing
  'seats.ended': Nothing
  'seats.running': Nothing
  'seats.closed': Nothing
  'seats.opens': { when: string }
  distance: { kilometres: string }

  'event.when': Nothing
  'event.where': Nothing
  'event.places': Nothing
  'event.about': Nothing
  'event.map': Nothing
  'event.yourTime': Nothing
  'event.taken': { taken: number; capacity: number }
  'event.waiting': { waiting: number }
  'event.party': { size: number }
  'event.closes': { when: string }
  'event.cancelled': Nothing
  'event.reason': Nothing
  'event.over': Nothing
  'event.addToCalendar': Nothing
  'event.calendarFile': Nothing
  'event.share': Nothing
  'event.shareByEmail': Nothing
  'event.copied': Nothing
  'event.otherDates': Nothing
  'event.allDates': Nothing
  'event.register': Nothing
  'event.joinWaitlist': Nothing
  'event.topics': Nothing
  'event.imageAlt': { title: string }

  'month.title': { month: string }
  'month.previous': Nothing
  'month.next': Nothing
  'month.list': Nothing
  'month.more': { count: number }
  'month.none': Nothing
  'month.tooMany': Nothing
  'month.today': Nothing

  'embed.all': { brand: string }

  'error.back': Nothing
  'error.requestId': { id: string }
  'error.badRequest.title': Nothing
  'error.badRequest.text': Nothing
  'error.forbidden.title': Nothing
  'error.forbidden.text': Nothing
  'error.notFound.title': Nothing
  'error.notFound.text': Nothing
  'error.tooMany.title': Nothing
  'error.tooMany.text': Nothing
  'error.busy.title': Nothing
  'error.busy.text': Nothing
  'error.fault.title': Nothing
  'error.fault.text': Nothing
}

/** The messages of one language, in ICU MessageFormat. */
export type Messages = Record<keyof MessageArguments, string>
