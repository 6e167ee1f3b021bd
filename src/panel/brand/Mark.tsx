/** The platform's logo, the face of a smiling robot, in the colour of the text. */
export const Mark = ({ size = '100%' }: { size?: number | string }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true">
    <path d="M16 7V3.5" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    <circle cx="16" cy="3" r="2" fill="currentColor" />
    <rect x="4" y="7" width="24" height="20" rx="6" stroke="currentColor" strokeWidth="2" />
    <path d="M1.5 14v6M30.5 14v6" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    <circle cx="11.5" cy="15" r="2.25" fill="currentColor" />
    <circle cx="20.5" cy="15" r="2.25" fill="currentColor" />
    <path
      d="M11.5 21c2.6 1.9 6.4 1.9 9 0"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
    />
  </svg>
)
