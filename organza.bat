@echo off
rem Runs Organza; builds it first where it was not built yet or its sources changed.
rem
rem   ORGANZA_MAVEN_ARGS   more arguments for that build, for example -Pcuda-download
rem                        They are kept for later builds until others are given; a space is none:
rem                        set "ORGANZA_MAVEN_ARGS= "
rem   ORGANZA_JAVA_ARGS    more arguments for Java, for example -Xmx8g
setlocal
set "ORGANZA_HOME=%~dp0"
set "ORGANZA_TARGET=%ORGANZA_HOME%app\target"

set "ORGANZA_JAVA=java"
if defined JAVA_HOME set "ORGANZA_JAVA=%JAVA_HOME%\bin\java"
"%ORGANZA_JAVA%" -version >nul 2>&1
if errorlevel 1 (
  >&2 echo organza: Java is missing, or not where JAVA_HOME says: install a JDK, version 17 or newer
  exit /b 1
)
set "ORGANZA_JAVA_VERSION="
rem The line with the version is not always the first: openjdk version "17.0.1" 2021-10-19
for /f "tokens=2,3" %%u in ('^""%ORGANZA_JAVA%" -version 2^>^&1^"') do (
  if "%%u"=="version" if not defined ORGANZA_JAVA_VERSION set "ORGANZA_JAVA_VERSION=%%~v"
)
for /f "delims=.-+" %%v in ("%ORGANZA_JAVA_VERSION%") do set "ORGANZA_JAVA_VERSION=%%v"
if not defined ORGANZA_JAVA_VERSION set "ORGANZA_JAVA_VERSION=0"
if %ORGANZA_JAVA_VERSION% LSS 17 (
  >&2 echo organza: Java 17 or newer is needed, this is version %ORGANZA_JAVA_VERSION%
  exit /b 1
)

rem The stamp holds the arguments of the last build, and is as old as that build's beginning: what was
rem edited since then is newer, also if that was during the build. The jar gets the same age, so that one
rem of another build is newer, too. A command without ORGANZA_MAVEN_ARGS goes by the stamp's, so that what
rem was built for CUDA stays so. Windows has no variables that are set to nothing: set to a space, it asks
rem for a build without arguments.
if not defined ORGANZA_MAVEN_ARGS if exist "%ORGANZA_TARGET%\organza.stamp" set /p ORGANZA_MAVEN_ARGS=<"%ORGANZA_TARGET%\organza.stamp"
powershell -NoProfile -Command "$h = $env:ORGANZA_HOME; $jar = $env:ORGANZA_TARGET + '\organza.jar'; $stamp = $env:ORGANZA_TARGET + '\organza.stamp'; if (-not (Test-Path -LiteralPath $jar) -or -not (Test-Path -LiteralPath $stamp)) { exit 1 }; if (([string](Get-Content -LiteralPath $stamp)).Trim() -ne ([string]$env:ORGANZA_MAVEN_ARGS).Trim()) { exit 1 }; $built = (Get-Item -LiteralPath $stamp).LastWriteTime; $sources = @(Get-Item -LiteralPath ($h + 'pom.xml'), ($h + 'gan-core\pom.xml'), ($h + 'app\pom.xml'), $jar) + @(Get-ChildItem -Recurse -LiteralPath ($h + 'gan-core\src\main'), ($h + 'app\src\main')); if ($sources | Where-Object { $_.LastWriteTime -gt $built }) { exit 1 }"
if errorlevel 1 call :build
if errorlevel 1 exit /b 1

rem DJL reports each start to its makers unless OPT_OUT_TRACKING is set.
"%ORGANZA_JAVA%" -XX:+UseSerialGC -Djava.awt.headless=true -DOPT_OUT_TRACKING=true %ORGANZA_JAVA_ARGS% -jar "%ORGANZA_TARGET%\organza.jar" %*
exit /b %errorlevel%

:build
set "ORGANZA_BUILT="
if exist "%ORGANZA_TARGET%\organza.jar" set "ORGANZA_BUILT=1"
if exist "%ORGANZA_TARGET%\organza.stamp" set "ORGANZA_BUILT=1"
rem Windows deletes no file that is in use.
del /q "%ORGANZA_TARGET%\organza.jar" >nul 2>&1
if exist "%ORGANZA_TARGET%\organza.jar" goto :running
del /q "%ORGANZA_TARGET%\lib\gan-core-*.jar" >nul 2>&1
if exist "%ORGANZA_TARGET%\lib\gan-core-*.jar" goto :running
set "ORGANZA_CUDA="
set ORGANZA_MAVEN_ARGS 2>nul | findstr /l /c:"-Pcuda" >nul && set "ORGANZA_CUDA=; CUDA is a download of 2.5 GB, once"
set ORGANZA_MAVEN_ARGS 2>nul | findstr /l /c:"-Pcuda-download" >nul && set "ORGANZA_CUDA=; CUDA, gigabytes, is downloaded once at the first start"
if defined ORGANZA_BUILT (
  >&2 echo Building Organza ^(it changed since the last time%ORGANZA_CUDA%^)...
) else (
  >&2 echo Building Organza ^(the first time only: downloads about 250 MB%ORGANZA_CUDA%^)...
)
if not exist "%ORGANZA_TARGET%" mkdir "%ORGANZA_TARGET%"
>"%ORGANZA_TARGET%\organza.stamp.new" echo(%ORGANZA_MAVEN_ARGS%
rem Should this build fail, the next is due whatever its arguments, and still knows the last ones.
if exist "%ORGANZA_TARGET%\organza.stamp" powershell -NoProfile -Command "(Get-Item -LiteralPath ($env:ORGANZA_TARGET + '\organza.stamp')).LastWriteTime = '2000-01-01'"
pushd "%ORGANZA_HOME%"
call mvnw.cmd -B -ntp -DskipTests %ORGANZA_MAVEN_ARGS% package >"%ORGANZA_TARGET%\build.log" 2>&1
set "ORGANZA_BUILD=%errorlevel%"
popd
if not "%ORGANZA_BUILD%"=="0" (
  findstr /b /l /c:"[ERROR]" "%ORGANZA_TARGET%\build.log" >&2
  >&2 echo organza: the build failed, all of it is in "%ORGANZA_TARGET%\build.log"
  exit /b 1
)
rem Unless an argument was clean.
if not exist "%ORGANZA_TARGET%\organza.stamp.new" >"%ORGANZA_TARGET%\organza.stamp.new" echo(%ORGANZA_MAVEN_ARGS%
powershell -NoProfile -Command "(Get-Item -LiteralPath ($env:ORGANZA_TARGET + '\organza.jar')).LastWriteTime = (Get-Item -LiteralPath ($env:ORGANZA_TARGET + '\organza.stamp.new')).LastWriteTime"
move /y "%ORGANZA_TARGET%\organza.stamp.new" "%ORGANZA_TARGET%\organza.stamp" >nul
exit /b 0

:running
>&2 echo organza: it changed and must be built, but another Organza is running: try again when it has ended
exit /b 1
