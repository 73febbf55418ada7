/** Start scripts in the shape of the product's, written by hand. */
export const shellScript = String.raw`#!/bin/sh
# -Dcommented.out=1
JAVACMD="$JAVA_HOME/bin/java"
if [ ! -x "$JAVACMD" ] ; then
  exit 1
fi
java_version=$("$JAVACMD" -version 2>&1)

if [ -z "$JVM_MEM_OPTS" ]; then
   JVM_MEM_OPTS="-Xms256m -Xmx1024m"
   if [ "$java_version" \< "1.8" ]; then
      JVM_MEM_OPTS="$JVM_MEM_OPTS -XX:MaxPermSize=256m"
   fi
fi

#   -Djava.rmi.server.hostname="your.IP.goes.here"
status=121
while [ "$status" = "121" ]
do
    $JAVACMD \
    -Xbootclasspath/a:"$CARBON_XBOOTCLASSPATH" \
    $JVM_MEM_OPTS \
    $JAVA_OPTS \
    -Dcom.sun.management.jmxremote \
    -classpath "$CARBON_CLASSPATH" \
    -Djava.io.tmpdir="$CARBON_HOME/tmp dir" \
    -Dconf.location="$CARBON_HOME/conf"\
    -Dpool.timeout=3000  \
    -DworkerNode=false -Dcorrelation=false \
    -Dverifier="DefaultAndLocalhost" \
 -Dignore.line.breaks=false \
    org.wso2.carbon.bootstrap.Bootstrap $*
    status=$?
done
`;

export const batchScript = String.raw`@echo off
rem set CMD_LINE_ARGS=-Dcommented=1
set CARBON_CLASSPATH=.\lib\*;%CARBON_CLASSPATH%
if exist "%TMP_DIR%" (
    cd ..
)
set CMD_LINE_ARGS=-Xbootclasspath/a:%X% -Xms256m -Xmx1024m  -Dcom.sun.management.jmxremote -classpath %CARBON_CLASSPATH% %JAVA_OPTS% -Djava.io.tmpdir="%CARBON_HOME%\tmp dir" -DworkerNode=false -Dverifier="DefaultAndLocalhost" -Dlast="%CARBON_HOME%\conf"

:runJava
echo JAVA_HOME environment variable is set to %JAVA_HOME%
"%JAVA_HOME%\bin\java" %CMD_LINE_ARGS% org.wso2.carbon.bootstrap.Bootstrap %CMD%
if "%ERRORLEVEL%"=="121" goto runJava
:END
`;

export const wrapperConf = String.raw`# wrapper.java.additional.1 = -Dcommented=1
wrapper.java.app.mainclass=org.wso2.carbon.bootstrap.Bootstrap
wrapper.java.additional.1 = -Xms256m
wrapper.java.additional.2 = -Xmx1024m
wrapper.java.additional.10 = -Dverifier=DefaultAndLocalhost
wrapper.java.additional.9 = -Dcom.sun.management.jmxremote
wrapper.java.additional.3 = -Droot=\/
wrapper.on_exit.0=SHUTDOWN
`;
