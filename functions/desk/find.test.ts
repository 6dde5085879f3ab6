import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { recordId } from '../../domain/fhir/identifiers.ts';
import { FindAnswer } from '../../schemas/api/desk-find.ts';
import { patient } from '../../test/chart-examples.ts';
import { ask, askFor, deskRegion, PEOPLE } from '../../test/desk-api.ts';
import { type TestWorld, withWorld } from '../../test/world.ts';
