import * as initial from './20261123_000216_initial.ts'
import * as seats from './20261123_000500_seats.ts'
import * as emailConfirmed from './20261123_002704_email_confirmed.ts'
import * as tokens from './20261123_003000_tokens.ts'
import * as resetInterval from './20261123_015735_reset_interval.ts'
import * as mail from './20261123_025556_mail.ts'
import * as outbox from './20261123_030000_outbox.ts'
import * as holdsAndOffers from './20261123_034525_holds_and_offers.ts'
import * as seatHolds from './20261123_040000_seat_holds.ts'
import * as claimsWithHolds from './20261123_040100_claims_with_holds.ts'
import * as tellOffers from './20261123_040200_tell_offers.ts'
import * as wakeRelay from './20261126_180000_wake_relay.ts'
import * as passwordForms from './20261126_181000_password_forms.ts'
import * as growth from './20261126_182000_growth.ts'
import * as indexes from './20261126_183000_indexes.ts'
import * as textOrder from './20261126_222000_text_order.ts'
import * as textBytes from './20261126_222100_text_bytes.ts'
import * as searchText from './20261126_224000_search_text.ts'
import * as usernameKey from './20261126_224100_username_key.ts'
import * as zoneNames from './20261126_224200_zone_names.ts'
import * as waitlistUntil from './20261126_223000_waitlist_until.ts'
import * as partiesAndWaitlists from './20261126_223100_parties_and_waitlists.ts'
import * as tellParties from './20261126_223200_tell_parties.ts'
import * as attendeeNames from './20261126_223300_attendee_names.ts'
import * as emailChanges from './20261126_224300_email_changes.ts'
import * as foldedText from './20261127_220100_folded_text.ts'
import * as draftPictures from './20261127_200100_draft_pictures.ts'
import * as pictureUses from './20261127_200200_picture_uses.ts'
import * as series from './20261128_040000_series.ts'
import * as calendarFeeds from './20261128_060000_calendar_feeds.ts'
import * as webhooks from './20261128_050000_webhooks.ts'
import * as webhookDeliveries from './20261128_050100_webhook_deliveries.ts'
import * as finding from './20261128_080000_finding.ts'
import * as eventSearch from './20261128_080100_event_search.ts'
import * as renditions from './20261129_040000_renditions.ts'
import * as webSessions from './20261129_030000_web_sessions.ts'
import * as searchEngine from './20261129_010000_search_engine.ts'
import * as tagsByEvent from './20261129_010100_tags_by_event.ts'
import * as flags from './20261129_060000_flags.ts'
import * as flagChanges from './20261129_060100_flag_changes.ts'
import * as coordinatesSource from './20261129_065000_coordinates_source.ts'
import * as eventsToLocate from './20261129_065100_events_to_locate.ts'
import * as directUploads from './20261129_040100_direct_uploads.ts'
import * as mediaSweep from './20261129_040200_media_sweep.ts'

export const migrations = [
  { name: '20261123_000216_initial', up: initial.up, down: initial.down },
  { name: '20261123_000500_seats', up: seats.up, down: seats.down },
  { name: '20261123_002704_email_confirmed', up: emailConfirmed.up, down: emailConfirmed.down },
  { name: '20261123_003000_tokens', up: tokens.up, down: tokens.down },
  { name: '20261123_015735_reset_interval', up: resetInterval.up, down: resetInterval.down },
  { name: '20261123_025556_mail', up: mail.up, down: mail.down },
  { name: '20261123_030000_outbox', up: outbox.up, down: outbox.down },
  { name: '20261123_034525_holds_and_offers', up: holdsAndOffers.up, down: holdsAndOffers.down },
  { name: '20261123_040000_seat_holds', up: seatHolds.up, down: seatHolds.down },
  {
    name: '20261123_040100_claims_with_holds',
    up: claimsWithHolds.up,
    down: claimsWithHolds.down,
  },
  { name: '20261123_040200_tell_offers', up: tellOffers.up, down: tellOffers.down },
  { name: '20261126_180000_wake_relay', up: wakeRelay.up, down: wakeRelay.down },
  { name: '20261126_181000_password_forms', up: passwordForms.up, down: passwordForms.down },
  { name: '20261126_182000_growth', up: growth.up, down: growth.down },
  { name: '20261126_183000_indexes', up: indexes.up, down: indexes.down },
  { name: '20261126_222000_text_order', up: textOrder.up, down: textOrder.down },
  { name: '20261126_222100_text_bytes', up: textBytes.up, down: textBytes.down },
  { name: '20261126_224000_search_text', up: searchText.up, down: searchText.down },
  { name: '20261126_224100_username_key', up: usernameKey.up, down: usernameKey.down },
  { name: '20261126_224200_zone_names', up: zoneNames.up, down: zoneNames.down },
  { name: '20261126_223000_waitlist_until', up: waitlistUntil.up, down: waitlistUntil.down },
  {
    name: '20261126_223100_parties_and_waitlists',
    up: partiesAndWaitlists.up,
    down: partiesAndWaitlists.down,
  },
  { name: '20261126_223200_tell_parties', up: tellParties.up, down: tellParties.down },
  { name: '20261126_223300_attendee_names', up: attendeeNames.up, down: attendeeNames.down },
  { name: '20261126_224300_email_changes', up: emailChanges.up, down: emailChanges.down },
  { name: '20261127_220100_folded_text', up: foldedText.up, down: foldedText.down },
  { name: '20261127_200100_draft_pictures', up: draftPictures.up, down: draftPictures.down },
  { name: '20261127_200200_picture_uses', up: pictureUses.up, down: pictureUses.down },
  { name: '20261128_040000_series', up: series.up, down: series.down },
  { name: '20261128_060000_calendar_feeds', up: calendarFeeds.up, down: calendarFeeds.down },
  { name: '20261128_050000_webhooks', up: webhooks.up, down: webhooks.down },
  {
    name: '20261128_050100_webhook_deliveries',
    up: webhookDeliveries.up,
    down: webhookDeliveries.down,
  },
  { name: '20261128_080000_finding', up: finding.up, down: finding.down },
  { name: '20261128_080100_event_search', up: eventSearch.up, down: eventSearch.down },
  { name: '20261129_040000_renditions', up: renditions.up, down: renditions.down },
  { name: '20261129_030000_web_sessions', up: webSessions.up, down: webSessions.down },
  { name: '20261129_010000_search_engine', up: searchEngine.up, down: searchEngine.down },
  { name: '20261129_060000_flags', up: flags.up, down: flags.down },
  { name: '20261129_060100_flag_changes', up: flagChanges.up, down: flagChanges.down },
  {
    name: '20261129_065000_coordinates_source',
    up: coordinatesSource.up,
    down: coordinatesSource.down,
  },
  { name: '20261129_065100_events_to_locate', up: eventsToLocate.up, down: eventsToLocate.down },
  { name: '20261129_040100_direct_uploads', up: directUploads.up, down: directUploads.down },
  { name: '20261129_040200_media_sweep', up: mediaSweep.up, down: mediaSweep.down },
  { name: '20261129_010100_tags_by_event', up: tagsByEvent.up, down: tagsByEvent.down },
]
