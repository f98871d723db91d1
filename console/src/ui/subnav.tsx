// The pages of an area that has several.
import { useEffect, useRef } from "preact/hooks";
import { href } from "../app/router.js";
import { Icon, type IconName } from "./icons.js";

interface SubNavProps {
  readonly label: string;
  /** The first part of their paths. */
  readonly area: string;
  /** The second part of the path of the one that is shown; `""` is the first. */
  readonly here: string;
  readonly pages: readonly { readonly path: string; readonly label: string; readonly icon: IconName }[];
}

export function SubNav({ label, area, here, pages }: SubNavProps) {
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    // Where they stand in a row, the one that is shown may lie beyond its end.
    list.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [here]);
  return (
    <nav ref={list} class="subnav" aria-label={label}>
      {pages.map((page) => (
        <a
          key={page.path}
          href={page.path === "" ? href(area) : href(area, page.path)}
          aria-current={page.path === here ? "page" : undefined}
        >
          <Icon name={page.icon} />
          {page.label}
        </a>
      ))}
    </nav>
  );
}
