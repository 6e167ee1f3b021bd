import { type Cover, serializeCover } from '../../media/public.ts'

interface PictureProps {
  picture: Cover
  /** How wide it is shown, for `sizes` of HTML. */
  sizes: string
  /** Whether it is seen at once; others are loaded when somebody scrolls to them. */
  isFirst?: boolean
  className?: string
}

/** A picture in the sizes and formats that there are. Its own size keeps the room until it is loaded. */
export const Picture = ({ className, isFirst = false, picture, sizes }: PictureProps) => {
  const { alt, height, sources, url, width } = serializeCover(picture)
  const types = [...new Set(sources.map(({ type }) => type))]
  return (
    <picture>
      {types.map((type) => (
        <source
          key={type}
          type={type}
          sizes={sizes}
          srcSet={sources
            .filter((source) => source.type === type)
            .map((source) => `${source.url} ${source.width}w`)
            .join(', ')}
        />
      ))}
      <img
        src={url}
        alt={alt}
        width={width}
        height={height}
        className={className}
        loading={isFirst ? undefined : 'lazy'}
        fetchPriority={isFirst ? 'high' : undefined}
        decoding="async"
      />
    </picture>
  )
}
