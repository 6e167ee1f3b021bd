import './logo.css'
import { Mark } from './Mark.tsx'

/** The logo and the name of the platform, on the sign-in page. */
export const Logo = () => (
  <div className="brand">
    <Mark size={56} />
    <p className="brand__name">Robo Events</p>
    <p className="brand__claim">Plan events, watch them fill, check people in</p>
  </div>
)
