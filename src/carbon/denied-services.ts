/** Admin services that 7.2.0 refuses as shipped: they upload code, read files, and show who logged in. */
export const deniedServices = [
  'CarbonAppUploader',
  'WebappAdmin',
  'FileDownloadService',
  'FileUploadService',
  'LoginStatisticsAdmin',
] as const;
