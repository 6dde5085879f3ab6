import { z } from 'zod';

/** Coding system of the Observation that holds what another manufacturer's program says: its one code is `statement`. */
export const DEVICE_SYSTEM = 'https://oka.health/fhir/device';
export const DEVICE_CODE = 'statement';
/** Extension of such an Observation: a DeviceStatement as JSON. */
export const DEVICE_EXTENSION = 'https://oka.health/fhir/device-statement';

/** A program of another manufacturer that says something of an image. */
export const Device = z.strictObject({
  name: z.string().min(1),
  manufacturer: z.string().optional(),
  version: z.string().optional(),
});
export type Device = z.infer<typeof Device>;

/** What such a program said in one object: never ours, never confirmed, given on in its own words. */
export const DeviceStatement = z.strictObject({
  device: Device,
  sopInstanceUid: z.string(),
  /** Objects of the device that this one takes the place of (Predecessor Documents). */
  replaces: z.array(z.string()),
  /** As the device wrote it: what is stated, and its value. */
  says: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  /** Keys of pictures in the bucket `derived`. */
  pictures: z.array(z.string()),
  /** SOP Instance UIDs of the images that it was made from, where the object says so; of any study. */
  images: z.array(z.string()).optional(),
});
export type DeviceStatement = z.infer<typeof DeviceStatement>;
