/** The context object that Lambda passes to a function, and the limit on the function's time. */
import type { Context } from 'aws-lambda';

export interface FunctionSettings {
  name: string;
  timeoutMs: number;
  memoryMb: number;
}

/** A function exceeded its timeout; the message is Lambda's. */
export class FunctionTimedOut extends Error {
  override name = 'FunctionTimedOut';
}

export function functionContext(settings: FunctionSettings, requestId: string, startedAt: number): Context {
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: settings.name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${settings.name}`,
    memoryLimitInMB: String(settings.memoryMb),
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${settings.name}`,
    logStreamName: 'local',
    getRemainingTimeInMillis: () => Math.max(0, startedAt + settings.timeoutMs - Date.now()),
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
}

/** Resolves as `work` does. Rejects with FunctionTimedOut if it takes longer than the function's timeout. */
export async function withinTimeout<T>(settings: FunctionSettings, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new FunctionTimedOut(`${settings.name} timed out after ${settings.timeoutMs} ms`));
    }, settings.timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
