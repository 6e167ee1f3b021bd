import type { Config } from 'payload'

/** The settings of the panel as a whole. The settings of one collection are in its file. */
export const panel = {
  components: {
    providers: ['/src/panel/provider/PanelProvider.tsx#PanelProvider'],
    actions: ['/src/features/panelSearch/admin/PanelSearch.tsx#PanelSearch'],
    header: ['/src/panel/skipLink/SkipLink.tsx#SkipLink'],
    graphics: { Icon: '/src/panel/brand/Mark.tsx#Mark', Logo: '/src/panel/brand/Logo.tsx#Logo' },
    afterNavLinks: ['/src/features/backgroundWork/admin/WorkLink.tsx#WorkLink'],
    views: {
      work: {
        path: '/work',
        exact: true,
        Component: '/src/features/backgroundWork/admin/WorkView.tsx#WorkView',
        meta: { title: 'Background work' },
      },
    },
    beforeDashboard: ['/src/panel/dashboard/Dashboard.tsx#Dashboard'],
  },
  meta: {
    titleSuffix: '· Robo Events',
    defaultOGImageType: 'off',
    description: 'Plan events, watch them fill, check people in',
    openGraph: {
      siteName: 'Robo Events',
      description: 'Plan events, watch them fill, check people in',
    },
    icons: [{ rel: 'icon', type: 'image/svg+xml', url: '/icon.svg' }],
  },
  // Payload's default asks gravatar.com for pictures, which tells that site which staff are at work.
  avatar: 'default',
  dateFormat: 'd MMM yyyy, HH:mm',
} satisfies Config['admin']

/** These texts replace Payload's, because they say better what to do. */
export const panelTexts = {
  translations: {
    en: {
      general: {
        payloadSettings: 'Panel preferences',
        nothingFound: 'This page does not exist',
        sorryNotFound: 'What it showed may have been deleted, or the address has a mistake in it.',
      },
      // Events have a status of their own, and Payload takes every version for one that was published.
      version: { previouslyPublished: 'Saved', currentlyPublished: 'Saved' },
      error: {
        unauthorizedAdmin: 'This panel is for staff',
        notAllowedToAccessPage:
          'Your account works in the events app, but it cannot open this page. ' +
          'If you help to run events, ask an admin to make you staff.',
      },
    },
  },
} satisfies Config['i18n']
