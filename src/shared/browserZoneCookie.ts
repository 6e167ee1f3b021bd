/** The cookie in which the panel tells the server the time zone of the browser. Other paths do not get it. */
export const browserZoneCookie = { name: 'robo-events-zone', path: '/admin' }
