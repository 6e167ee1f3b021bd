import { z } from '../../http/zod.ts'
import { ListFilters } from '../events/public.ts'

/** The list's filters. An export has its own order. */
export const ExportQuery = ListFilters.omit({ ordering: true })

const header =
  'id,title,description,start_date,end_date,timezone,location,country,program,tags,latitude,longitude,coordinates_source,status,max_participants,registered_count,seats_left,waitlist_count,series,created_by,external_source,external_id,created_at,updated_at,url'

export const ExportedCsv = z.string().openapi({
  example: `${header}\r\n7,Bolt Bowl,Robots play.,2031-05-03T08:00:00Z,2031-05-03T16:00:00Z,Europe/Berlin,"Ulm, Germany",DE,FTC,"robots,finals",48.4,10,typed,published,60,12,48,0,,2,,,2031-01-01T10:00:00Z,2031-01-01T10:00:00Z,\r\n`,
})

export const ExportedEventsSchema = z
  .array(
    z.object({
      id: z.int(),
      title: z.string(),
      description: z.string(),
      start_date: z.iso.datetime(),
      end_date: z.iso.datetime(),
      timezone: z.string(),
      location: z.string(),
      country: z.string().nullable(),
      program: z.string().nullable(),
      tags: z.array(z.string()),
      latitude: z.number().nullable(),
      longitude: z.number().nullable(),
      coordinates_source: z.enum(['typed', 'imported', 'found']).nullable(),
      status: z.enum(['draft', 'published', 'cancelled']),
      max_participants: z.int(),
      registered_count: z.int(),
      seats_left: z.int(),
      waitlist_count: z.int(),
      series: z.int().nullable(),
      created_by: z.int().nullable(),
      external_source: z.string().nullable(),
      external_id: z.string().nullable(),
      created_at: z.iso.datetime(),
      updated_at: z.iso.datetime(),
      url: z.string().nullable(),
    }),
  )
  .openapi('ExportedEvents')

export const ExportedCalendar = z.string().openapi({
  example: 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n',
})
