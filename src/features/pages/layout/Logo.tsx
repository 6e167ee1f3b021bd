/** The platform's logo, in the colour of the text. */
export const Logo = () => (
  <svg
    className="logo"
    viewBox="0 0 32 32"
    fill="none"
    stroke="currentColor"
    strokeWidth="2"
    strokeLinecap="round"
    aria-hidden="true"
  >
    <path d="M16 7V3.5M1.5 14v6M30.5 14v6M11.5 21c2.6 1.9 6.4 1.9 9 0" />
    <rect x="4" y="7" width="24" height="20" rx="6" />
    <g fill="currentColor" stroke="none">
      <circle cx="16" cy="3" r="2" />
      <circle cx="11.5" cy="15" r="2.25" />
      <circle cx="20.5" cy="15" r="2.25" />
    </g>
  </svg>
)
