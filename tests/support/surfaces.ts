import type { ApiResponse, Client } from './client.ts'

export interface Subject {
  id: number
  version?: number
  /** The client that tries, when it is not the caller of the table: a user who tries their own account. */
  client?: Client
}

export interface Answered {
  /** The status of the refusal, when it is one. */
  refused?: number
  /** Whether the document is in the response. */
  shown: boolean
  raw: ApiResponse
}

export type Call = (client: Client, subject: Subject, data: object) => Promise<Answered>

interface Names {
  slug: string
  names: { one: string; many: string }
}

/** Payload's own REST API of a collection. */
export function restSurface({ slug }: Names): Record<string, Call> {
  const path = `/api/${slug}`
  const answered = (raw: ApiResponse, shown: boolean): Answered =>
    raw.status < 400 ? { raw, shown } : { raw, shown, refused: raw.status }
  const only = ({ id }: Subject) => `where[id][equals]=${id}`
  const shownIf = async (
    sent: Promise<ApiResponse>,
    test: (body: ApiResponse['body']) => boolean,
  ) => {
    const raw = await sent
    return answered(raw, raw.status < 400 && test(raw.body))
  }
  const done = (sent: Promise<ApiResponse>) => shownIf(sent, () => true)
  return {
    list: (client, subject) =>
      shownIf(client.get(`${path}?${only(subject)}`), ({ docs }) => docs.length > 0),
    read: (client, { id }) => shownIf(client.get(`${path}/${id}`), (doc) => doc.id === id),
    create: (client, _subject, data) => done(client.post(path, data)),
    update: (client, { id }, data) => done(client.patch(`${path}/${id}`, data)),
    delete: (client, { id }) => done(client.delete(`${path}/${id}`)),
    'bulk update': (client, subject, data) => done(client.patch(`${path}?${only(subject)}`, data)),
    'bulk delete': (client, subject) => done(client.delete(`${path}?${only(subject)}`)),
    count: (client, subject) =>
      shownIf(client.get(`${path}/count?${only(subject)}`), ({ totalDocs }) => totalDocs > 0),
    versions: (client, { id }) =>
      shownIf(
        client.get(`${path}/versions?where[parent][equals]=${id}`),
        (body) => body.totalDocs > 0,
      ),
    version: (client, { version }) => done(client.get(`${path}/versions/${version}`)),
    restore: (client, { version }) => done(client.post(`${path}/versions/${version}`)),
    duplicate: (client, { id }, data) => done(client.post(`${path}/${id}/duplicate`, data)),
    access: (client, { id }) =>
      shownIf(client.post(`${path}/access/${id}`), (body) => Boolean(body.read)),
  }
}

/** The same over GraphQL. It has no bulk operations. */
export function graphqlSurface({ names: { one, many } }: Names): Record<string, Call> {
  const send = async (
    client: Client,
    query: string,
    variables: object,
    shown: (result: ApiResponse['body']) => boolean = Boolean,
  ): Promise<Answered> => {
    const raw = await client.graphql(query, { ...variables })
    const refusal = raw.body.errors?.[0]
    if (refusal) return { raw, shown: false, refused: refusal.extensions?.statusCode ?? raw.status }
    return { raw, shown: shown(raw.body.data.result) }
  }
  const some = 'where: { id: { equals: $id } }'
  return {
    list: (client, { id }) =>
      send(
        client,
        `query ($id: Int) { result: ${many}(${some}) { docs { id } } }`,
        { id },
        ({ docs }) => docs.length > 0,
      ),
    read: (client, { id }) =>
      send(client, `query ($id: Int!) { result: ${one}(id: $id) { id } }`, { id }),
    create: (client, _subject, data) =>
      send(
        client,
        `mutation ($data: mutation${one}Input!) { result: create${one}(data: $data) { id } }`,
        { data },
      ),
    update: (client, { id }, data) =>
      send(
        client,
        `mutation ($id: Int!, $data: mutation${one}UpdateInput!) {
          result: update${one}(id: $id, data: $data) { id } }`,
        { id, data },
      ),
    delete: (client, { id }) =>
      send(client, `mutation ($id: Int!) { result: delete${one}(id: $id) { id } }`, { id }),
    count: (client, { id }) =>
      send(
        client,
        `query ($id: Int) { result: count${many}(${some}) { totalDocs } }`,
        { id },
        ({ totalDocs }) => totalDocs > 0,
      ),
    versions: (client, { id }) =>
      send(
        client,
        `query ($id: JSON) { result: versions${many}(where: { parent: { equals: $id } }) { totalDocs } }`,
        { id },
        ({ totalDocs }) => totalDocs > 0,
      ),
    version: (client, { version }) =>
      send(client, `query ($id: Int) { result: version${one}(id: $id) { id } }`, { id: version }),
    restore: (client, { version }) =>
      send(client, `mutation ($id: Int) { result: restoreVersion${one}(id: $id) { id } }`, {
        id: version,
      }),
    duplicate: (client, { id }, data) =>
      send(
        client,
        `mutation ($id: Int!, $data: mutation${one}Input!) {
          result: duplicate${one}(id: $id, data: $data) { id } }`,
        { id, data },
      ),
    access: (client, { id }) =>
      send(
        client,
        // Not `permission`: GraphQL fails on it when the permission is `true`.
        `query ($id: Int!) { result: docAccess${one}(id: $id) { read { __typename } } }`,
        { id },
        ({ read }) => read !== null,
      ),
  }
}
