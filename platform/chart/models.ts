import { canonicalHash } from '../../domain/fhir/canonical.ts';
import type { WatchedRow } from '../../domain/recognition/watch.ts';
import { StoredModelDecision } from '../../schemas/governance.ts';
import { BlindRead, WatchedImage } from '../../schemas/watch.ts';
import { blindPartition, MODEL_DECISIONS, watchKey, watchPartition } from './keys.ts';
import type { Key, Row, Store } from './store.ts';

/** Where the images of a version from one clinic are watched. */
export type WatchPlace = { readonly model: string; readonly version: string; readonly clinic: string };

/** Decisions on models and what is watched of them; the access patterns stand in `README.md`. */
export type Models = {
  /** Kept for ever; said again it is the same row. */
  decide(decision: StoredModelDecision): Promise<void>;
  decisions(): Promise<StoredModelDecision[]>;
  /** Decisions that have not yet been carried to every chart they concern. */
  unsettled(): Promise<StoredModelDecision[]>;
  settle(decision: StoredModelDecision): Promise<void>;
  /** What became of images, as advice of this revision of their record saw it; an older revision never replaces a newer. */
  note(images: readonly WatchedImage[], revision: number): Promise<void>;
  /** That the network failed on an image; whatever else is known of it stays. */
  noteFailed(image: WatchedImage): Promise<void>;
  /** Newest first. */
  images(place: WatchPlace, limit: number): Promise<WatchedRow[]>;
  /** Every image accepted at `since` or later, the oldest first, page by page. */
  eachImage(place: WatchPlace, since: string, each: (image: WatchedRow) => void): Promise<void>;
  /**
   * That the record of an image has been asked for new advice because it stands so now; of a row that advice has written
   * since, nothing changes.
   */
  restand(row: WatchedRow, standing: WatchedImage['standing']): Promise<void>;
  /** A reader's answers all stay; who counts takes his first of a study. */
  addBlindRead(read: BlindRead): Promise<void>;
  blindReads(model: string, clinic: string): Promise<BlindRead[]>;
};

const PAGE = 500;

const decisionKey = (decision: StoredModelDecision): Key => ({
  pk: MODEL_DECISIONS,
  sk: `${decision.at}#${canonicalHash(decision)}`,
});
const decisionIn = ({ decision }: Row): StoredModelDecision => StoredModelDecision.parse(JSON.parse(String(decision)));

const watchedIn = ({ image, revision }: Row): WatchedRow => ({
  ...WatchedImage.parse(JSON.parse(String(image))),
  revision: Number(revision),
});

export function makeModels(store: Store): Models {
  return {
    async decide(decision) {
      const checked = StoredModelDecision.parse(decision);
      const row = { ...decisionKey(checked), decision: JSON.stringify(checked) };
      await store.put(row, { condition: 'attribute_not_exists(pk)' });
    },
    async decisions() {
      const rows = await store.query({ partition: MODEL_DECISIONS });
      return rows.map(decisionIn);
    },
    async unsettled() {
      const rows = await store.query({ partition: MODEL_DECISIONS });
      return rows.filter(({ settled }) => settled !== true).map(decisionIn);
    },
    async settle(decision) {
      await store.update(decisionKey(decision), {
        update: 'SET settled = :yes',
        condition: 'attribute_exists(pk)',
        values: { ':yes': true },
      });
    },
    async note(images, revision) {
      for (const image of images)
        await store.update(watchKey(image), {
          update: 'SET #image = :image, revision = :revision, ofRecord = :record',
          condition: 'attribute_not_exists(revision) OR revision <= :revision OR ofRecord <> :record',
          names: { '#image': 'image' },
          values: { ':image': JSON.stringify(image), ':revision': revision, ':record': image.record },
        });
    },
    async noteFailed(image) {
      await store.put(
        { ...watchKey(image), image: JSON.stringify(image), revision: -1, ofRecord: image.record },
        { condition: 'attribute_not_exists(pk)' },
      );
    },
    async images(place, limit) {
      const rows = await store.query({
        partition: watchPartition(place),
        newestFirst: true,
        limit,
      });
      return rows.map(watchedIn);
    },
    async eachImage(place, since, each) {
      const partition = watchPartition(place);
      // `since` itself stands just below the rows of its own instant.
      for (let above = since; ; ) {
        const rows = await store.query({ partition, above, limit: PAGE });
        for (const row of rows) each(watchedIn(row));
        const last = rows.at(-1);
        if (last === undefined || rows.length < PAGE) return;
        above = last.sk;
      }
    },
    async restand({ revision, ...image }, standing) {
      await store.update(watchKey(image), {
        update: 'SET #image = :image',
        condition: 'revision = :revision AND ofRecord = :record',
        names: { '#image': 'image' },
        values: { ':image': JSON.stringify({ ...image, standing }), ':revision': revision, ':record': image.record },
      });
    },
    async addBlindRead(read) {
      const checked = BlindRead.parse(read);
      const sk = `${checked.study}#${checked.at}#${canonicalHash(checked)}`;
      await store.put({ pk: blindPartition(checked.model, checked.clinic), sk, read: JSON.stringify(checked) });
    },
    async blindReads(model, clinic) {
      const rows = await store.query({ partition: blindPartition(model, clinic) });
      return rows.map(({ read }) => BlindRead.parse(JSON.parse(String(read))));
    },
  };
}
