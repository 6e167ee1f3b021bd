export { purgeDeliveries as purgeWebhookDeliveries } from './queries/deliveries.ts'
export { purgeSecrets as purgeWebhookSecrets } from './queries/secrets.ts'
export { type WebhookNumbers, webhookNumbers } from './queries/numbers.ts'
