from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0005_sheet_rows"),
        ("membership", "0004_counting_index"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="networkseat",
            index=models.Index(fields=["network", "is_leader"], name="seats_by_leading"),
        ),
    ]
