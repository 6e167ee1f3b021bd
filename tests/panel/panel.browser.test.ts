import { afterAll, afterEach, beforeAll, describe, expect, jest } from '@jest/globals'

import { confirmEmailTests } from '../accounts/confirmEmail.browser.ts'
import { peopleTests } from '../accounts/people.browser.ts'
import { signInTests } from '../accounts/signIn.browser.ts'
import { backgroundWorkTests } from '../backgroundWork/backgroundWork.browser.ts'
import { eventFormTests } from '../events/eventForm.browser.ts'
import { flagTests } from '../flags/flags.browser.ts'
import { livePanelTests } from '../live/livePanel.browser.ts'
import { eventRegistrationsTests } from '../registrations/eventRegistrations.browser.ts'
import { type Panel, startPanel } from '../support/panel.ts'
import { seriesTests } from '../series/series.browser.ts'
import { panelSearchTests } from '../panelSearch/panelSearch.browser.ts'
import { webhookTests } from '../webhooks/webhooks.browser.ts'
import { accessibilityTests } from './accessibility.browser.ts'
import { logTests } from './log.browser.ts'
import { serverFunctionTests } from './serverFunctions.browser.ts'
import { upgradeTests } from './upgrade.browser.ts'

/**
 * All tests that need a browser. They share one server and one browser, because each start costs
 * several seconds. Each part stands in a file of its own, with its feature, and makes its own users and
 * events. To run one part: `npm test -- panel.browser -t 'sign-in page'`.
 */
jest.setTimeout(60_000)

const panel = {} as Panel

beforeAll(async () => {
  Object.assign(panel, await startPanel())
})

/** No page may have been refused anything by its own security headers, or have run a text as code. */
afterEach(() => expect(panel.complaints.splice(0)).toEqual([]))

afterAll(() => panel.stop())

describe('the sign-in page', () => signInTests(panel))
describe('the page of the confirmation email', () => confirmEmailTests(panel))
describe('events in the panel', () => eventFormTests(panel))
describe('people in the panel', () => peopleTests(panel))
describe('the registrations of an event', () => eventRegistrationsTests(panel))
describe('a series in the panel', () => seriesTests(panel))
describe('the live panel', () => livePanelTests(panel))
describe('the page of background work', () => backgroundWorkTests(panel))
describe('an endpoint of webhooks in the panel', () => webhookTests(panel))
describe('a feature flag in the panel', () => flagTests(panel))
describe('the search of the panel', () => panelSearchTests(panel))
describe('the accessibility of the panel', () => accessibilityTests(panel))
describe('a request to upgrade the connection', () => upgradeTests(panel))
describe('a server function', () => serverFunctionTests(panel))
describe('the log of the panel', () => logTests(panel))
