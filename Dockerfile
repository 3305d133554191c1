# One image for web, worker and beat; docker-compose.yml gives each its command.
FROM python:3.12-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PATH=/app/.venv/bin:$PATH
WORKDIR /app

COPY requirements.txt ./
RUN python -m venv .venv && .venv/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements.txt

COPY . .
# The settings check their environment on import; these values serve this one command only.
RUN SECRET_KEY=only-for-collecting-the-static-files-while-the-image-is-built ALLOWED_HOSTS=localhost \
    DATABASE_URL=postgresql://unused@db/unused REDIS_URL=redis://unused \
    python manage.py collectstatic --noinput --ignore redoc

RUN useradd --create-home --uid 1000 matchmaker && mkdir -p media .data && chown -R matchmaker media .data
USER matchmaker
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "--no-ws", "matchmaker.wsgi:application"]
