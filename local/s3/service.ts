/** The Region and the owner that this S3 reports. */
export const REGION = 'us-east-1';
export const OWNER_ID = '75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a';
export const OWNER_NAME = 's3dex-local';
