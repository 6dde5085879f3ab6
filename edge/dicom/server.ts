import type { ServerTls } from '../tcp/server.ts';
import type { AllowedAe } from './association/peers.ts';
import type { DicomEvent } from './events.ts';
import type { DicomLimits } from './limits.ts';
import type { DicomServices } from './services.ts';
import type { LaneOf, Take } from './store/take.ts';

export type DicomOptions = {
  readonly host?: string;
  /** 0: any free port. */
  readonly port: number;
  /** Ours: associations to another title are refused. */
  readonly aeTitle: string;
  /** Who may call; `any` takes whoever calls us by our title. */
  readonly peers: readonly AllowedAe[] | 'any';
  readonly tls?: ServerTls;
  readonly limits?: Partial<DicomLimits>;
  /** Where objects go: `spool.begin`. */
  readonly take: Take;
  readonly laneOf?: LaneOf;
  readonly services?: DicomServices;
  readonly clock?: () => Date;
  readonly onEvent?: (event: DicomEvent) => void;
};

export type DicomServer = {
  readonly port: number;
  readonly associations: number;
  /** Takes no new association, lets the messages under way end, then closes; after `withinMs` what is left is aborted. */
  readonly stop: (withinMs?: number) => Promise<void>;
};

/**
 * The clinic's DICOM door: C-ECHO and C-STORE for every storage class and the common transfer syntaxes, and the services
 * handed in. An object is acknowledged only when it is durable (contract 5).
 * @throws OkaError `configuration` when the port is taken or the certificate is faulty
 */
export declare function startDicom(options: DicomOptions): Promise<DicomServer>;
