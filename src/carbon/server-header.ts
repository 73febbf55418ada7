/** True for a Server header that tells a scanner which product answers. */
export function namesProduct(text: string): boolean {
  return /wso2|carbon|tomcat|coyote/i.test(text);
}
