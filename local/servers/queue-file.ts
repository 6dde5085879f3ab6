import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * The table of messages as fauxqs 2.4.1 makes it, but with a receive count that may be empty for a moment: when a
 * visibility timeout is set to 0, fauxqs writes NULL there, fails on its own constraint and loses the message from memory.
 */
const MESSAGES = `
  CREATE TABLE IF NOT EXISTS sqs_messages (
    message_id TEXT PRIMARY KEY,
    queue_name TEXT NOT NULL REFERENCES sqs_queues(name) ON DELETE CASCADE,
    body TEXT NOT NULL,
    md5_of_body TEXT NOT NULL,
    message_attributes TEXT NOT NULL,
    md5_of_message_attributes TEXT NOT NULL,
    sent_timestamp INTEGER NOT NULL,
    approximate_receive_count INTEGER DEFAULT 0,
    approximate_first_receive_timestamp INTEGER,
    delay_until INTEGER,
    message_group_id TEXT,
    message_deduplication_id TEXT,
    sequence_number TEXT,
    receipt_handle TEXT,
    visibility_deadline INTEGER
  );
  CREATE TRIGGER IF NOT EXISTS keep_receive_count AFTER UPDATE ON sqs_messages
  WHEN NEW.approximate_receive_count IS NULL BEGIN
    UPDATE sqs_messages SET
      approximate_receive_count = OLD.approximate_receive_count,
      approximate_first_receive_timestamp = OLD.approximate_first_receive_timestamp
    WHERE message_id = NEW.message_id;
  END`;

/**
 * Prepares the file of queues before fauxqs opens it. Who had taken messages ended with the last start, so all of them
 * are visible again at once.
 */
export function prepareQueueFile(folder: string): void {
  const file = new DatabaseSync(join(folder, 'fauxqs.db'), { enableForeignKeyConstraints: false });
  file.exec(MESSAGES);
  file.exec('UPDATE sqs_messages SET visibility_deadline = 1 WHERE receipt_handle IS NOT NULL');
  file.close();
}
