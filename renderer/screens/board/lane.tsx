import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { ArrowUp, ChevronsLeft } from 'lucide-react';
import { memo, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lanes as allLanes, type Lane as LaneName } from '#shared/domain/enums.ts';
import { CommandIcon } from '../../commands/command-button.tsx';
import { keysOf } from '../../commands/registry.ts';
import { count as grouped } from '../../i18n/format.ts';
import { cardAt, useBoard } from '../../stores/board.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { classes } from '../../ui/classes.ts';
import { Keys } from '../../ui/kbd.tsx';
import { SeverityBadge, SeverityGlyph } from '../../ui/severity.tsx';
import { ensureRange, views } from './board-loader.ts';
import cardStyles from './card.module.css';
import { Card } from './card.tsx';
import { LaneDue } from './lane-due.tsx';
import styles from './lane.module.css';
import { useRowWindow } from './use-window.ts';

export const GAP = 6;
export const cardHeight = (density: 'compact' | 'regular' | 'comfortable'): number => (density === 'compact' ? 64 : 84);

const commandOf = { S1: 'ticket.severityS1', S2: 'ticket.severityS2', S3: 'ticket.severityS3', S4: 'ticket.severityS4', untriaged: 'ticket.untriage' } as const;

/** Scrolls just enough for a row to be wholly seen. */
const reveal = (scroller: HTMLElement, index: number, row: number): void => {
  const top = index * row;
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (top + row > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top + row - scroller.clientHeight;
  // In a narrow window the lanes themselves are scrolled sideways.
  scroller.parentElement?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
};

/** One lane: a listbox whose cards are drawn only around what is seen. */
export const Lane = memo(({ lane }: { readonly lane: LaneName }) => {
  const { t } = useTranslation();
  const data = useBoard((state) => state.lanes[lane]);
  const height = usePreferences((state) => cardHeight(state.density));
  const row = height + GAP;
  const scroller = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);

  const told = useCallback(
    (top: number, seen: number): void => {
      const view = views[lane];
      view.top = top;
      view.first = Math.floor(top / row);
      view.last = Math.ceil((top + seen) / row);
      if (top < row && useBoard.getState().lanes[lane].fresh > 0) {
        useBoard.setState((state) => ({ lanes: { ...state.lanes, [lane]: { ...state.lanes[lane], fresh: 0 } } }));
      }
    },
    [lane, row],
  );

  // Coming back to the board: each lane where it was, the focused card seen.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    element.scrollTop = views[lane].top;
    const { focus } = useBoard.getState();
    if (focus?.lane === lane) reveal(element, focus.index, row);
  }, [lane, row]);

  const seen = useRowWindow(scroller, row, views[lane], told);

  // What slipped in above pushes the content down; the scroll goes with it, before anything is painted.
  const turn = useRef(data.shift.turn);
  useLayoutEffect(() => {
    if (turn.current === data.shift.turn) return;
    turn.current = data.shift.turn;
    if (scroller.current !== null) scroller.current.scrollTop += data.shift.by * row;
  }, [data.shift, row]);

  useEffect(
    () =>
      useBoard.subscribe((state, before) => {
        const { focus } = state;
        if (focus === null || focus.lane !== lane || focus.reveal === before.focus?.reveal || scroller.current === null) return;
        reveal(scroller.current, focus.index, row);
      }),
    [lane, row],
  );

  useEffect(() => {
    if (data.count > 0) ensureRange(lane, seen.first, seen.last);
  }, [lane, seen, data.count, data.pages]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const isCard = (kind: unknown): boolean => kind === 'card';
    return combine(
      dropTargetForElements({
        element,
        canDrop: ({ source }) => isCard(source.data['kind']),
        getData: () => ({ kind: 'lane', lane }),
        onDragEnter: () => setOver(true),
        onDragLeave: () => setOver(false),
        onDrop: () => setOver(false),
      }),
      autoScrollForElements({ element, canScroll: ({ source }) => isCard(source.data['kind']) }),
    );
  }, [lane]);

  // The focused card is drawn even where it is out of sight: it carries the tab stop.
  // With no ticket at all there is nothing to drop: the board says what to do instead.
  const nothing = useBoard((state) => allLanes.every((each) => state.lanes[each].count === 0));
  const pinned = useBoard((state) => (state.focus?.lane === lane && (state.focus.index < seen.first || state.focus.index > seen.last) ? state.focus.index : -1));
  const last = Math.min(seen.last, data.count - 1);
  const indexes = Array.from({ length: Math.max(0, last - seen.first + 1) }, (_, i) => seen.first + i);
  if (pinned >= 0 && pinned < data.count) indexes.push(pinned);

  return (
    <section className={classes(styles['lane'], lane === 'untriaged' && styles['untriaged'])} data-testid={`lane-${lane}`} data-lane={lane}>
      <header className={styles['head']}>
        {lane === 'untriaged' ? <SeverityGlyph lane={lane} size={11} /> : <SeverityBadge lane={lane} className={styles['badge'] ?? ''} />}
        <h2 className={styles['name']}>{t(`labels.lane.${lane}`)}</h2>
        <span className={styles['count']}>{grouped(data.count)}</span>
        <span className={styles['space']} />
        {data.fresh > 0 ? null : <LaneDue lane={lane} />}
        {data.fresh > 0 ? (
          <button type="button" className={styles['fresh']} aria-label={`${t('board.newAbove', { count: data.fresh })}. ${t('board.goToNew')}`} onClick={() => scroller.current?.scrollTo({ top: 0 })}>
            <ArrowUp size={12} aria-hidden="true" />
            {t('board.newAbove', { count: data.fresh })}
          </button>
        ) : null}
        {lane === 'untriaged' ? (
          <CommandIcon command="board.toggleUntriaged" label={t('board.hideUntriaged')} size="small">
            <ChevronsLeft size={14} aria-hidden="true" />
          </CommandIcon>
        ) : null}
      </header>
      <div
        ref={scroller}
        className={classes(styles['scroller'], over && styles['over'])}
        onMouseEnter={() => {
          views[lane].hovered = true;
        }}
        onMouseLeave={() => {
          views[lane].hovered = false;
        }}
      >
        <ul role="listbox" aria-label={t('board.lane', { lane: lane === 'untriaged' ? t('labels.lane.untriaged') : `${lane} ${t(`labels.severity.${lane}`)}` })} className={styles['list']} style={{ height: Math.max(0, data.count * row - GAP) }}>
          {indexes.map((index) => {
            const card = cardAt(data, index);
            return card === undefined ? (
              <li key={`at${index}`} role="presentation" className={cardStyles['loading']} style={{ top: index * row, height }} />
            ) : (
              <Card key={card.id} card={card} lane={lane} index={index} count={data.count} top={index * row} height={height} />
            );
          })}
        </ul>
        {nothing || data.count * row > 400 ? null : (
          <p className={styles['teach']}>
            {t('board.emptyLaneBefore')} <Keys keys={keysOf(commandOf[lane]) ?? ''} /> {t(`board.emptyLaneAfter.${lane}`)}
          </p>
        )}
      </div>
    </section>
  );
});
Lane.displayName = 'Lane';
