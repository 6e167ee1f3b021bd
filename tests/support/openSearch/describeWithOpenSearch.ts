import { describe } from '@jest/globals'

import { hasOpenSearch } from './openSearchNode.ts'

/** `describe` for tests that need OpenSearch: they are skipped, and counted, where it cannot be had. */
export const describeWithOpenSearch = hasOpenSearch ? describe : describe.skip
