import { challenges } from './challenges.ts'
import { contests } from './contests.ts'
import type { DemoEvent } from './demoEvent.ts'
import { meetups } from './meetups.ts'
import { regionals } from './regionals.ts'
import { workshops } from './workshops.ts'

export const season: DemoEvent[] = [
  ...regionals,
  ...contests,
  ...challenges,
  ...workshops,
  ...meetups,
]
